package workshop.verdict;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import workshop.process.Background;
import workshop.program.Program;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** A program that was handed in for a lesson; it is built in the background. */
public final class Submission {

    private final Lesson lesson;
    private final Path program;
    private final CompletableFuture<Result> building;

    // the trouble is broken or sick, with what to say; null where the script is built
    private record Result(Script script, Verdict.Result trouble, String message, Duration time) {
    }

    /** Takes a program and begins to build it. */
    public Submission(Lesson lesson, Path program) {
        this.lesson = lesson;
        this.program = program;
        this.building = Background.call("build", () -> build(program));
    }

    /** Returns the lesson that it is for. */
    public Lesson lesson() {
        return lesson;
    }

    /** Returns the file. */
    public Path program() {
        return program;
    }

    /** Returns what completes when the program is built, or cannot be. */
    public CompletableFuture<?> built() {
        return building;
    }

    /** Waits until the program is built, and returns the verdict where it cannot be: broken, or sick. */
    public Optional<Verdict> unbuilt() {
        Result result = building.join();
        return Optional.ofNullable(result.trouble()).map(trouble -> without(trouble, result.message(), result.time()));
    }

    /** Returns the verdict where trouble keeps it from being judged: sick. */
    public Verdict sick(String trouble) {
        return without(Verdict.Result.SICK, trouble, Duration.ZERO);
    }

    private Verdict without(Verdict.Result result, String message, Duration time) {
        return new Verdict(lesson, program, result, List.of(), message, time, "", OptionalLong.empty());
    }

    /**
     * Waits until the program is built.
     *
     * @throws CancellationException where it cannot be, for the reason that {@link #unbuilt} gives
     */
    Script script() {
        Result result = building.join();
        if (result.trouble() != null) {
            throw new CancellationException("the program was not built");
        }
        return result.script();
    }

    /** Loads the compiler by this program, where it can be built, so that the next one is built at once. */
    public void loadCompiler() {
        if (unbuilt().isEmpty()) {
            ScriptBuilder.warmUp(script());
        }
    }

    private static Result build(Path program) {
        long start = System.nanoTime();
        Script script = null;
        Verdict.Result trouble = null;
        String message = "";
        try {
            script = ScriptBuilder.build(program);
            Optional<String> refused = new Program(script).refusedOptions();
            if (refused.isPresent()) {
                trouble = Verdict.Result.BROKEN;
                message = program.getFileName() + " " + refused.get();
            }
        } catch (ScriptException e) {
            trouble = e.reason() == ScriptException.Cause.SCRIPT ? Verdict.Result.BROKEN : Verdict.Result.SICK;
            message = e.getMessage();
        } catch (IOException | UncheckedIOException e) {
            trouble = Verdict.Result.SICK;
            message = e.getMessage();
        }
        return new Result(script, trouble, message, Duration.ofNanos(System.nanoTime() - start));
    }
}

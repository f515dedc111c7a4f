package workshop.verdict;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import workshop.process.Background;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** A program that was handed in for a lesson; it is built in the background. */
public final class Submission {

    private final Lesson lesson;
    private final Path program;
    private final CompletableFuture<Result> building;

    private record Result(Script script, ScriptException failure, Duration time) {
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
        return Optional.ofNullable(result.failure()).map(failure -> new Verdict(lesson, program,
                failure.reason() == ScriptException.Cause.SCRIPT ? Verdict.Result.BROKEN : Verdict.Result.SICK,
                List.of(), failure.getMessage(), result.time(), "", OptionalLong.empty()));
    }

    /**
     * Waits until the program is built.
     *
     * @throws CancellationException where it cannot be, for the reason that {@link #unbuilt} gives
     */
    Script script() {
        Result result = building.join();
        if (result.failure() != null) {
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
        try {
            return new Result(ScriptBuilder.build(program), null, Duration.ofNanos(System.nanoTime() - start));
        } catch (ScriptException e) {
            return new Result(null, e, Duration.ofNanos(System.nanoTime() - start));
        }
    }
}

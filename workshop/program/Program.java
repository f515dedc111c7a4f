package workshop.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.process.ProgramProcess;
import workshop.script.Script;

/**
 * A program that was built, and how to run it: as a process of its own, in the surroundings that a check gives it. What the
 * lessons read from the environment comes from the check alone, not from the shell of the person who runs it.
 */
public final class Program {

    // what the lessons name; a value from the learner's shell must not reach a program that is judged
    private static final List<String> CONTRACT = List.of("KAFKA_BOOTSTRAP_SERVERS", "TOPIC", "GROUP_ID", "ORDERS",
            "GIVE_UP_AFTER_MS", "INVOICES", "DLQ", "MAX_POLL_INTERVAL_MS", "WAREHOUSE_TIMEOUT_MS");

    // a program that lives for a second: what its JVM does not compile costs less than what it would have to
    private static final List<String> OF_ANY = List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=5", "-Xmx256m");
    private static final Duration TO_START = Duration.ofSeconds(5);

    private final Script script;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private String input = "";
    private boolean threads;
    private Limit limit = new Limit(Duration.ofSeconds(30), span -> false);

    /** What is to be run in a folder. */
    private interface Command {

        List<String> in(Path folder) throws IOException;
    }

    /** Takes a script that was built. */
    public Program(Script script) {
        this.script = script;
    }

    private Program(Program other) {
        this(other.script);
        environment.putAll(other.environment);
        jvmOptions.addAll(other.jvmOptions);
        arguments.addAll(other.arguments);
        input = other.input;
        threads = other.threads;
        limit = other.limit;
    }

    /** Returns this program with an environment variable more. */
    public Program with(String variable, String value) {
        Program copy = new Program(this);
        copy.environment.put(variable, value);
        return copy;
    }

    /** Returns this program with arguments more. */
    public Program args(String... more) {
        Program copy = new Program(this);
        copy.arguments.addAll(List.of(more));
        return copy;
    }

    /**
     * Returns this program on a machine that formats numbers in another language: {@code de-DE} writes 99,99 where others
     * write 99.99. What the JVM itself says stays in the learner's language.
     */
    public Program inLanguage(String language, String country) {
        Program copy = new Program(this);
        copy.jvmOptions.addAll(List.of("-Duser.language.format=" + language, "-Duser.country.format=" + country));
        return copy;
    }

    /** Returns this program with a text to read on standard input, which is empty otherwise. */
    public Program reading(String text) {
        Program copy = new Program(this);
        copy.input = text;
        return copy;
    }

    /** Returns this program with a JVM that tells which of its threads have come to their end. */
    public Program loggingThreads() {
        Program copy = new Program(this);
        copy.threads = true;
        return copy;
    }

    /** Returns this program with another limit of time, after which it is killed; 30 seconds otherwise. */
    public Program atMost(Duration time) {
        Program copy = new Program(this);
        copy.limit = new Limit(time, limit.getsOn());
        return copy;
    }

    /** Returns this program with more time, up to three times its limit, for as long as it has got on within a span of time. */
    public Program moreWhile(Predicate<Duration> getsOn) {
        Program copy = new Program(this);
        copy.limit = new Limit(limit.time(), getsOn);
        return copy;
    }

    /**
     * Returns what the JVM says where it does not start with the options that the script itself names; nothing where it does, or
     * the script names none. It comes to no main: it is asked for its version.
     *
     * @throws IOException where it does not start without these options either
     */
    public Optional<String> refusedOptions() throws IOException {
        if (script.runtimeOptions().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> refused = refusal(script.runtimeOptions());
        Optional<String> machine = refused.isEmpty() ? refused : refusal(List.of());
        if (machine.isPresent()) {
            throw new IOException("Java does not start: " + machine.get());
        }
        return refused.map(said -> "does not start: the JVM refuses its options. With " + String.join(" ", OF_ANY) + " "
                + String.join(" ", script.runtimeOptions()) + " it says:\n" + said);
    }

    private Optional<String> refusal(List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(OF_ANY);
        arguments.addAll(options);
        arguments.add("-version");
        ProgramRun asked = start(folder -> Java.command(Java.executable(script.javaHome()), arguments), new Limit(TO_START, span -> false)).awaitEnd();
        // one that waits for a debugger has no objection
        return asked.exitCode().filter(code -> code != 0)
                .map(code -> (asked.output().text() + "\n" + asked.errors().text()).strip());
    }

    /**
     * Starts the program, in an empty folder of its own that goes when it has ended.
     *
     * @throws IOException where the JVM cannot be started
     */
    public ProgramRun start() throws IOException {
        return start(this::command, limit);
    }

    private ProgramRun start(Command command, Limit time) throws IOException {
        Path folder = Owned.folder();
        ProcessBuilder builder = new ProcessBuilder(command.in(folder));
        builder.directory(folder.toFile());
        CONTRACT.forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        Path standardInput = Files.createTempFile(folder, "", ".stdin");
        Files.writeString(standardInput, input);
        Path output = Files.createTempFile(folder, "", ".stdout");
        Path errors = Files.createTempFile(folder, "", ".stderr");
        builder.redirectInput(standardInput.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
        return new ProgramRun(ProgramProcess.start(builder, folder), output, errors, time);
    }

    private List<String> command(Path folder) {
        List<String> options = new ArrayList<>(OF_ANY);
        options.addAll(List.of("-Djava.io.tmpdir=" + folder, "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8"));
        String java = Java.executable(script.javaHome());
        if (script.preview()) {
            options.add("--enable-preview");
        }
        options.addAll(script.runtimeOptions());
        options.addAll(jvmOptions);
        if (threads) {
            options.addAll(NotedThreads.options(folder));
        }
        options.addAll(new ProgramArchive(script).options());
        options.add(script.mainClass());
        options.addAll(arguments);
        return Java.command(java, options);
    }
}

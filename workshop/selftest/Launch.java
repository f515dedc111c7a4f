package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A start of {@code ./jbang}: each method returns a changed copy. */
record Launch(Path launcher, List<String> args, Path scratch, Map<String, String> set, List<String> unset,
        String in) {

    Launch(Path launcher, List<String> args, Path scratch) {
        this(launcher, args, scratch, Map.of(), List.of(), "");
    }

    Launch launcher(Path other) {
        return new Launch(other, args, scratch, set, unset, in);
    }

    Launch args(String... others) {
        return new Launch(launcher, List.of(others), scratch, set, unset, in);
    }

    Launch input(String text) {
        return new Launch(launcher, args, scratch, set, unset, text);
    }

    Launch with(String name, String value) {
        Map<String, String> more = new TreeMap<>(set);
        more.put(name, value);
        return new Launch(launcher, args, scratch, more, unset, in);
    }

    Launch without(String... names) {
        return new Launch(launcher, args, scratch, set, List.of(names), in);
    }

    ProcessBuilder builder() {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeAll(unset);
        builder.environment().putAll(set);
        return builder;
    }

    /** Runs it to its end. */
    Run run() throws Exception {
        Path input = Files.writeString(scratch.resolve("stdin"), in);
        Path out = scratch.resolve("stdout");
        Path err = scratch.resolve("stderr");
        Process process = builder().redirectInput(input.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile()).start();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            fail("still running: " + args + "\n" + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** How a start went. */
    record Run(int exit, String out, String err) {

        void assertError(String text) {
            assertAll(() -> assertTrue(err.startsWith("jbang: ") && err.contains(text), err),
                    () -> assertEquals(1, err.lines().count(), err), () -> assertEquals("", out),
                    () -> assertEquals(1, exit));
        }

        void assertFetchError(String... texts) {
            String announced = "Fetching JBang 0.132.1 (9 MB, once)…\n";
            assertTrue(err.startsWith(announced), err);
            for (String text : texts) {
                new Run(exit, out, err.substring(announced.length())).assertError(text);
            }
        }
    }
}

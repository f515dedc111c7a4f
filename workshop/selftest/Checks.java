package workshop.selftest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import workshop.process.Owned;

/**
 * Checks that are made by the tool as a process of its own.
 *
 * @param folder of a copy of the course
 * @param cache  the tool's cache folder
 * @param temp   the tool's temporary folder
 */
record Checks(Path folder, Path cache, Path temp) {

    /** How one ended, and what it said on both streams. */
    record Ended(int code, String text) {
    }

    /** Makes one to its end. */
    Ended run(String lesson, String cluster, String... options) throws IOException, InterruptedException {
        Process check = Owned.start(command(lesson, cluster, options).redirectErrorStream(true));
        check.getOutputStream().close();
        String text = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(check.waitFor(), text);
    }

    /** Returns the command. */
    ProcessBuilder command(String lesson, String cluster, String... options) {
        ProcessBuilder check = Tool.command(temp, Stream.concat(Stream.of("check", lesson, "--cluster", cluster),
                Stream.of(options)).toArray(String[]::new)).directory(folder.toFile());
        check.environment().put("THREE_BROKERS_CACHE", cache.toString());
        return check;
    }
}

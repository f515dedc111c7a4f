package workshop.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import workshop.cluster.ClusterException;
import workshop.cluster.embedded.EmbeddedCluster;
import workshop.process.Owned;
import workshop.verdict.Lesson;

/**
 * Measures what somebody waits for who has just cloned the course: JBang, the libraries and the brokers are fetched, all is compiled, and
 * the program is judged. It needs the network, or the mirror that {@code THREE_BROKERS_MAVEN} names.
 */
final class FirstVerdict {

    private final Lesson lesson;
    private final int runs;
    private final PrintStream progress;

    FirstVerdict(Lesson lesson, int runs, PrintStream progress) {
        this.lesson = lesson;
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * Clones the course again and again and has the lesson's script judged there as it is in the clone, with empty caches.
     *
     * @return the seconds from the command to the verdict, one figure a run
     * @throws IOException      where nothing can be cloned or started
     * @throws ClusterException where there is no verdict
     */
    List<Double> measure() throws IOException {
        List<Double> measured = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            Path folder = Owned.folder();
            Path clone = folder.resolve("clone");
            String cloned = said(new ProcessBuilder("git", "clone", "--quiet", lesson.root().toString(), clone.toString()));
            if (!Files.exists(clone.resolve("jbang"))) {
                throw new ClusterException("the course cannot be cloned: " + cloned);
            }
            ProcessBuilder check = new ProcessBuilder(clone.resolve("jbang").toString(), "check", lesson.number(), "--cluster",
                    EmbeddedCluster.KIND).directory(clone.toFile());
            check.environment().putAll(Map.of("THREE_BROKERS_JBANG", "pinned",
                    "THREE_BROKERS_CACHE", folder.resolve("cache").toString(), "JBANG_DIR", folder.resolve("jbang").toString(),
                    "JBANG_CACHE_DIR", folder.resolve("jbang/cache").toString(), "JBANG_REPO", folder.resolve("maven").toString()));
            measured.add(firstLine(check));
            progress.printf("from a clone with empty caches to the verdict: %.2f s%n", measured.get(run));
            Owned.delete(folder);
        }
        return measured;
    }

    // the verdict's headline is the first line on standard output; it is waited for, and so is the end, as the brokers go then
    private static double firstLine(ProcessBuilder check) throws IOException {
        long begun = System.nanoTime();
        Process process = Owned.start(check.redirectError(ProcessBuilder.Redirect.DISCARD));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String headline = lines.readLine();
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (headline == null || headline.contains("no verdict")) {
                throw new ClusterException("no verdict in a fresh clone: " + headline + lines.lines().toList());
            }
            lines.lines().forEach(line -> { });
            return seconds;
        }
    }

    private static String said(ProcessBuilder command) throws IOException {
        Process process = Owned.start(command.redirectErrorStream(true));
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

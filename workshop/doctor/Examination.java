package workshop.doctor;

import dev.jbang.util.Util;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import workshop.cluster.ClusterException;
import workshop.cluster.playground.PlaygroundCluster;
import workshop.cluster.playground.PlaygroundServer;
import workshop.cluster.testcontainers.DockerEngine;
import workshop.process.Background;
import workshop.process.CacheFolder;
import workshop.process.Memory;
import workshop.process.PortOwner;

/** Looks for what the workshop needs of a machine. */
public final class Examination {

    // a mirror need not show its folders, but has what everybody asks for
    private static final String PROBE = "/org/apache/kafka/kafka-clients/maven-metadata.xml";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long MB = 1024 * 1024;
    private static final long ENOUGH_MEMORY = 1000 * MB;
    // JBang's cache, the libraries and the data of three brokers
    private static final long ENOUGH_DISK = 1000 * MB;

    private Examination() {
    }

    /** Looks for everything at once; what takes long has at most seconds. */
    public static List<Finding> all() {
        List<Callable<Finding>> looks = List.of(Examination::java, Examination::jbang, Examination::docker, Examination::ports,
                Examination::memory, Examination::disk, Examination::mavenCentral);
        List<CompletableFuture<Finding>> found = looks.stream()
                .map(look -> Background.call("doctor", () -> look(look))).toList();
        return found.stream().map(CompletableFuture::join).toList();
    }

    private static Finding look(Callable<Finding> look) {
        try {
            return look.call();
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static Finding java() {
        String said = System.getProperty("java.version") + ", " + System.getProperty("java.home");
        return ToolProvider.getSystemJavaCompiler() != null ? Finding.ok("Java", said)
                : Finding.lacking("Java", said + ", which has no compiler", "Install a JDK of 17 or newer, not a JRE.");
    }

    private static Finding jbang() {
        return Finding.ok("JBang", Util.getJBangVersion());
    }

    private static Finding docker() {
        try {
            return DockerEngine.imageWithoutFetching(PATIENCE)
                    .map(image -> Finding.ok("Docker", "answers, and has the image " + image))
                    .orElseGet(() -> Finding.ok("Docker", "answers; the brokers' image is fetched with the first check"));
        } catch (ClusterException e) {
            return Finding.ok("Docker", "not to be used, as " + e.getMessage() + "; the brokers will be embedded");
        }
    }

    private static Finding ports() throws IOException {
        String what = "Ports";
        Optional<Long> playground = PlaygroundCluster.pid(CacheFolder.path());
        if (playground.isPresent()) {
            return Finding.ok(what, "the playground runs (process " + playground.get() + ")");
        }
        Optional<Integer> taken = IntStream.of(PlaygroundServer.PORTS).filter(port -> !PortOwner.isFree(port)).boxed().findFirst();
        return taken.map(port -> Finding.lacking(what, port + " is taken by " + PortOwner.of(port).orElse("another program"),
                        "The playground needs it: end that program."))
                .orElseGet(() -> Finding.ok(what, "9092, 9093 and 9094 are free for the playground"));
    }

    private static Finding memory() {
        long bytes = Memory.available().orElse(Memory.total());
        String said = bytes / MB + " MB";
        return bytes >= ENOUGH_MEMORY ? Finding.ok("Memory", said)
                : Finding.lacking("Memory", said, "The brokers and a check take up to 1 GB: close what you do not need.");
    }

    private static Finding disk() throws IOException {
        for (Path folder : List.of(CacheFolder.path(), Path.of(System.getProperty("java.io.tmpdir")))) {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < ENOUGH_DISK) {
                return Finding.lacking("Disk", free / MB + " MB free for " + folder, "Make room for 1 GB there.");
            }
        }
        return Finding.ok("Disk", Files.getFileStore(CacheFolder.path()).getUsableSpace() / MB + " MB free");
    }

    private static Finding mavenCentral() throws InterruptedException {
        String named = System.getenv("THREE_BROKERS_MAVEN");
        String address = named == null || named.isBlank() ? "https://repo1.maven.org/maven2" : named.replaceFirst("/+$", "");
        String what = "Network";
        try {
            HttpClient client = HttpClient.newBuilder().proxy(ProxySelector.getDefault()).connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL).build();
            HttpResponse<Void> response = client.send(HttpRequest.newBuilder(URI.create(address + PROBE)).timeout(PATIENCE)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() < 400) {
                return Finding.ok(what, address + " answers");
            }
            return unreachable(what, address + " answers " + response.statusCode());
        } catch (IOException | IllegalArgumentException e) {
            return unreachable(what, String.format(Locale.ROOT, "%s cannot be reached (%s)", address,
                    e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    private static Finding unreachable(String what, String said) {
        return Finding.lacking(what, said, "It is needed once for each library. Behind a mirror set THREE_BROKERS_MAVEN; without a "
                + "network see docs/offline.md.");
    }
}

package workshop.selftest;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Stands in for the public host of the repository: raw files of a ref, its commits, and the archive of a commit. */
final class PublicHost implements AutoCloseable {

    /** The repository, as people type it. */
    static final String REPOSITORY = "school/kafka";

    /** The first commit: the course as it is here. */
    static final String FIRST = "1".repeat(40);

    private static final String ROOT = "kafka-";
    /** What may lie in a clone and is not in the repository. */
    static final Set<String> NOT_IN_GIT = Set.of(".git", "progress.txt", "target", "bin", ".idea", ".settings");

    private final Mirror mirror = new Mirror(this::answer);
    private final Map<String, byte[]> archives = new ConcurrentHashMap<>();
    private final Map<String, String> archiveHeaders = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Path root;
    private volatile String head = FIRST;

    /** Takes the folder of the course. */
    PublicHost(Path root) throws IOException {
        this.root = root;
        archives.put(FIRST, zip(FIRST, ROOT + FIRST + "/", files()));
    }

    /** Returns the URL of the host. */
    String url() {
        return mirror.root();
    }

    /** Returns what stands behind the {@code @} of an alias. */
    String catalog() {
        return url() + "/" + REPOSITORY + "/HEAD/jbang-catalog.json";
    }

    /** Returns the paths that were asked for so far. */
    List<String> requests() {
        return requests;
    }

    /** Returns the files of the course here, by their paths. */
    Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path path = root.relativize(file);
                if (!NOT_IN_GIT.contains(path.getName(0).toString())) {
                    files.put(path.toString(), Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** Makes a commit the newest one, with any archive. */
    void push(String commit, byte[] archive) {
        archives.put(commit, archive);
        head = commit;
    }

    /** Has the host say something of archives. */
    void say(String header, String value) {
        archiveHeaders.put(header, value);
    }

    /** Returns an archive as git makes it. */
    static byte[] zip(String commit, Map<String, byte[]> files) throws IOException {
        return zip(commit, ROOT + commit + "/", files);
    }

    /** Returns an archive whose files lie in a folder of any name. */
    static byte[] zip(String comment, String folder, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            zip.setComment(comment);
            zip.putNextEntry(new ZipEntry(folder));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(folder + file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(path);
        String raw = "/" + REPOSITORY + "/HEAD/";
        String archive = "/" + REPOSITORY + "/archive/";
        String store = "/store/" + REPOSITORY + "/zip/";
        if (path.startsWith(raw) && Files.isRegularFile(root.resolve(path.substring(raw.length())))) {
            Mirror.answer(exchange, Files.readAllBytes(root.resolve(path.substring(raw.length()))));
        } else if (path.equals("/" + REPOSITORY + ".git/info/refs")) {
            Mirror.answer(exchange, refs().getBytes(StandardCharsets.ISO_8859_1));
        } else if (path.startsWith(archive)) {
            exchange.getResponseHeaders().add("Location", store + path.substring(archive.length()).replace(".zip", ""));
            exchange.sendResponseHeaders(302, -1);
        } else if (path.startsWith(store) && archives.containsKey(path.substring(store.length()))) {
            archiveHeaders.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            Mirror.answer(exchange, archives.get(path.substring(store.length())));
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
    }

    private String refs() {
        return line("# service=git-upload-pack\n") + "0000"
                + line(head + " HEAD\0multi_ack thin-pack symref=HEAD:refs/heads/main object-format=sha1 agent=git/2.47\n")
                + line(head + " refs/heads/main\n") + line("2".repeat(40) + " refs/tags/v1\n")
                + line(FIRST + " refs/tags/v1^{}\n") + "0000";
    }

    private static String line(String text) {
        return String.format("%04x", text.length() + 4) + text;
    }

    @Override
    public void close() {
        mirror.close();
    }
}

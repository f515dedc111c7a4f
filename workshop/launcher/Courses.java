package workshop.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The copies of the course that were fetched, in the cache: a folder for each commit, and which commit a ref was. */
final class Courses {

    /** What is told where a copy cannot be had. */
    static final class NotThereException extends Exception {

        private static final long serialVersionUID = 1L;

        NotThereException(String message) {
            super(message);
        }
    }

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    // what is older belongs to a process that was killed
    private static final Duration LEFT = Duration.ofHours(1);
    // whoever has not used a commit for so long comes back to another one
    private static final Duration UNUSED = Duration.ofDays(60);
    private static final String UNFINISHED = "unfinished-";
    private static final String REF = ".ref";

    private final Path folder;
    private final Origin origin;

    /** Takes the cache folder of the workshop, and a repository. */
    Courses(Path cache, Origin origin) {
        this.folder = cache.resolve("courses").resolve(origin.key()).toAbsolutePath().normalize();
        this.origin = origin;
    }

    /**
     * Returns the copy that belongs to the ref: from the first time on the same one, without the network, until {@link #newest}.
     *
     * @throws NotThereException where it was never fetched and cannot be now
     */
    Path kept() throws NotThereException {
        try {
            Path known = refFile();
            String commit = Files.exists(known) ? Files.readString(known).strip() : "";
            return COMMIT.matcher(commit).matches() ? copy(commit) : newest();
        } catch (IOException e) {
            throw new NotThereException("cannot read " + refFile() + ": " + e.getMessage());
        }
    }

    /**
     * Asks the host which commit the ref is now, and returns the copy of that one, which {@link #kept} returns from now on.
     *
     * @throws NotThereException where the host does not answer, or what it has is not right
     */
    Path newest() throws NotThereException {
        URI asked = origin.refs();
        try {
            sweep();
            Path copy = copy(COMMIT.matcher(origin.ref()).matches() ? origin.ref() : commit(asked));
            Path written = Files.writeString(unfinished(), copy.getFileName().toString() + "\n");
            Files.move(written, refFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return copy;
        } catch (NotThereException e) {
            throw e;
        } catch (Exception e) {
            throw failed(asked, e);
        }
    }

    private String commit(URI refs) throws Exception {
        Path part = unfinished();
        try {
            Fetch.download(refs, part);
            String name = Pattern.quote(origin.ref());
            // an annotated tag has a commit of its own, and with ^{} the one that it stands on
            Matcher match = Pattern.compile("([0-9a-f]{40}) (?:HEAD|refs/(?:heads|tags)/" + name + "(\\^\\{\\})?)[\\n\\x00]")
                    .matcher(Files.readString(part, StandardCharsets.ISO_8859_1));
            String commit = "";
            while (match.find()) {
                boolean head = match.group().contains(" HEAD");
                if (head == origin.ref().equals("HEAD")) {
                    commit = match.group(1);
                }
            }
            if (commit.isEmpty()) {
                throw new IOException("it has no " + origin.ref());
            }
            return commit;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path copy(String commit) throws NotThereException, IOException {
        Path copy = folder.resolve(commit);
        if (Files.isDirectory(copy)) {
            used(copy);
            return copy;
        }
        URI archive = origin.archive(commit);
        System.err.println("Fetching the course of " + origin.repository() + ", commit " + commit.substring(0, 7) + " (once)…");
        Path unpacked = unfinished();
        Path zip = unfinished();
        try {
            Files.createDirectories(unpacked);
            new Archive(zip, commit).unpack(Fetch.download(archive, zip), origin.root(commit), unpacked);
            try {
                Files.move(unpacked, copy, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                // another one was quicker
                if (!Files.isDirectory(copy)) {
                    throw e;
                }
            }
            return copy;
        } catch (Exception e) {
            throw failed(archive, e);
        } finally {
            delete(unpacked);
            delete(zip);
        }
    }

    private static void used(Path copy) {
        try {
            Files.setLastModifiedTime(copy, FileTime.from(Instant.now()));
        } catch (IOException readOnly) {
            // nothing is swept there either
            return;
        }
    }

    private Path unfinished() throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(UNFINISHED + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
    }

    private Path refFile() {
        return folder.resolve(origin.ref().replaceAll("[^A-Za-z0-9.-]+", "_") + REF);
    }

    // takes away what a killed process left, and the copies that no ref stands for any more and nobody uses
    private void sweep() throws IOException {
        Files.createDirectories(folder);
        Set<String> inUse = new HashSet<>();
        try (DirectoryStream<Path> refs = Files.newDirectoryStream(folder, "*" + REF)) {
            for (Path ref : refs) {
                inUse.add(Files.readString(ref).strip());
            }
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                boolean copy = COMMIT.matcher(name).matches();
                Duration kept = copy ? UNUSED : LEFT;
                if ((copy ? !inUse.contains(name) : name.startsWith(UNFINISHED))
                        && Files.getLastModifiedTime(each).toInstant().isBefore(Instant.now().minus(kept))) {
                    delete(each);
                }
            }
        }
    }

    /** Deletes a file, or a folder with all that is in it, as far as the system lets it. */
    static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException inUse) {
            // the next one that fetches sweeps it
            return;
        }
    }

    private static NotThereException failed(URI uri, Exception e) {
        String target = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        return new NotThereException("cannot fetch the course from " + uri.toString().replaceFirst("//[^/@]*@", "//") + ": "
                + Fetch.reason(e, target) + ". Check the network or a proxy (JAVA_TOOL_OPTIONS), or name a mirror: "
                + Origin.MIRROR + "=https://...");
    }
}

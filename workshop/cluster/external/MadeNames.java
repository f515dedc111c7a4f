package workshop.cluster.external;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of the topics and groups that one process has made on one cluster of somebody else's: a file, locked as long as that
 * process lives, which is how another one knows that it is dead, and that what it made is nobody's.
 */
final class MadeNames implements AutoCloseable {

    private static final String PREFIX = "made-";
    private static final String SUFFIX = ".txt";
    private static final String CLUSTER = "on the cluster ";
    // as a trial makes them: no name that somebody has thought of is deleted, whatever is in a file
    private static final Pattern MADE = Pattern.compile(".*-[a-z]{8}(-[a-z]+)?");

    private final Path file;
    private final FileChannel channel;

    private MadeNames(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins the file of this process for a cluster.
     *
     * @throws IOException where it cannot be written
     */
    static MadeNames begin(Path folder, String clusterId) throws IOException {
        Path file = Files.createTempFile(folder, PREFIX, SUFFIX);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        // one that was not begun yet may be looked at by another process for a moment
        channel.lock();
        MadeNames names = new MadeNames(file, channel);
        names.write(CLUSTER + clusterId);
        return names;
    }

    /** Returns the files of dead processes for a cluster, which this process has now. */
    static List<MadeNames> leftOn(Path folder, String clusterId) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches(PREFIX + ".*" + Pattern.quote(SUFFIX))).toList();
        }
        List<MadeNames> left = new ArrayList<>();
        for (Path file : files) {
            take(file, clusterId).ifPresent(left::add);
        }
        return left;
    }

    private static Optional<MadeNames> take(Path file, String clusterId) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            MadeNames names = new MadeNames(file, channel);
            if (channel.tryLock() != null && names.lines().findFirst().equals(Optional.of(CLUSTER + clusterId))) {
                return Optional.of(names);
            }
            channel.close();
        } catch (IOException | OverlappingFileLockException alive) {
            closeQuietly(channel);
        }
        return Optional.empty();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // it was to be let go of
            return;
        }
    }

    /** Adds a name; it is in the file when this returns. */
    synchronized void add(String name) throws IOException {
        write(name);
    }

    private void write(String line) throws IOException {
        // at the end, in one write
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)), channel.size());
    }

    /** Returns the names. */
    synchronized Set<String> all() throws IOException {
        return lines().skip(1).filter(name -> MADE.matcher(name).matches()).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<String> lines() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        // a line that a crash cut off is no name
        return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    }

    /** Deletes the file: nothing of what it names is there any more. */
    synchronized void forget() throws IOException {
        // Windows deletes nothing that is open
        channel.close();
        Files.deleteIfExists(file);
    }

    /** Lets go of the file; what it names may be deleted by whoever takes it next. */
    @Override
    public synchronized void close() {
        closeQuietly(channel);
    }
}

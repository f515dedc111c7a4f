package workshop.learn;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import workshop.evidence.Wait;

/**
 * The turn to look for a playground, and to start one where there is none: of two commands that are typed at the same moment the
 * second one finds what the first one has started. The system takes it back from a process that has ended.
 */
final class StartTurn implements AutoCloseable {

    // longer than brokers take to start; who has it for so long is suspended, and keeps nobody waiting
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final FileChannel file;

    private StartTurn(FileChannel file) {
        this.file = file;
    }

    /**
     * Waits for the turn and takes it, or goes on without it after a minute.
     *
     * @param folder where playgrounds are announced
     * @throws IOException where the folder cannot be written to
     */
    static StartTurn take(Path folder) throws IOException {
        FileChannel file = FileChannel.open(folder.resolve("playground.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Wait.holdsWithin(PATIENCE, () -> isTaken(file));
        return new StartTurn(file);
    }

    private static boolean isTaken(FileChannel file) {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        } catch (IOException noLocksOnThisDisk) {
            // as on some network drives: two that begin at the same moment are rare
            return true;
        }
    }

    /** Gives the turn to the next. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}

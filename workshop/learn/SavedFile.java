package workshop.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import workshop.process.Background;

/**
 * Tells when a file was saved with another content. It reads the file again and again: a script is small, and folders that
 * are mounted from elsewhere (WSL, Docker) tell nobody of a change. So it sees editors that write in place, that move a new
 * file over the old one, and two saves in one tick of the file system's clock.
 */
final class SavedFile implements AutoCloseable {

    private static final long EVERY_MS = 30;

    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(Background.threads("saves"));
    private final Runnable saved;
    private Path file;
    private byte[] known;

    /** Takes what is to be done at each save, from a thread of its own. */
    SavedFile(Runnable saved) {
        this.saved = saved;
        reader.scheduleWithFixedDelay(this::look, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    /** Watches this file from now on, and no other; its content of now is no save. */
    synchronized void watch(Path watched) {
        file = watched;
        known = content();
    }

    private synchronized void look() {
        byte[] now = file == null ? null : content();
        // missing or empty: an editor is in the middle of writing it
        if (now != null && now.length > 0 && !Arrays.equals(now, known)) {
            known = now;
            saved.run();
        }
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}

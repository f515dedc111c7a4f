package workshop.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that outlives a run: class-data archives, and where a playground says that it is there. */
public final class CacheFolder {

    private CacheFolder() {
    }

    /**
     * Returns the folder, made if it was not there: {@code THREE_BROKERS_CACHE}, else where the system keeps a user's
     * caches. The launcher keeps JBang in the same one.
     *
     * @throws IOException where it cannot be made
     */
    public static Path path() throws IOException {
        return Files.createDirectories(chosen());
    }

    private static Path chosen() {
        String named = System.getenv("THREE_BROKERS_CACHE");
        if (isSet(named)) {
            return Path.of(named);
        }
        String localAppData = System.getenv("LOCALAPPDATA");
        if (isSet(localAppData) && System.getProperty("os.name").startsWith("Windows")) {
            return Path.of(localAppData, "three-brokers");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        // as the launcher does, which knows HOME alone
        String home = System.getenv("HOME");
        Path caches = isSet(xdg) ? Path.of(xdg)
                : Path.of(isSet(home) ? home : System.getProperty("user.home"), ".cache");
        return caches.resolve("three-brokers");
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }
}

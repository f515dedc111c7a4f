package workshop.launcher;

import java.nio.file.Path;

/** Where the workshop keeps what outlives a run, as the launchers have it. */
public final class CacheLocation {

    private CacheLocation() {
    }

    /** Returns the folder, which need not be there: {@code THREE_BROKERS_CACHE}, else where the system keeps a user's caches. */
    public static Path path() {
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

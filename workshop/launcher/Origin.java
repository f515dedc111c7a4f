package workshop.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The repository that an alias came from.
 *
 * @param name       what stands behind the {@code @} of the alias
 * @param host       the URL of the host, such as {@code https://github.com}
 * @param repository {@code OWNER/REPO}
 * @param ref        a branch, a tag, a commit or {@code HEAD}
 */
record Origin(String name, String host, String repository, String ref) {

    /** Names a mirror of the host: the same paths below another URL. */
    static final String MIRROR = "THREE_BROKERS_GITHUB";

    private static final String CATALOG = "jbang-catalog.json";
    private static final String GITHUB = "https://github.com";
    private static final Pattern ALIAS = Pattern.compile("(?<!\\S)[a-zA-Z][-\\w]*@(\\S+)");
    private static final Pattern RAW_GITHUB = Pattern.compile(
            "https://raw\\.githubusercontent\\.com/()([^/]+/[^/]+)/(?:refs/heads/)?(.+)/");
    private static final Pattern PAGE = Pattern.compile("(https?://.+)/([^/]+/[^/]+)/(?:-/)?(?:blob|raw|src)/(.+)/");
    private static final Pattern RAW = Pattern.compile("(https?://.+)/([^/]+/[^/]+)/([^/]+)/");
    private static final Pattern REPOSITORY = Pattern.compile("()([\\w.-]+/[\\w.-]+)(?:/([^~]+))?");

    /**
     * Finds the repository in the command line of JBang, where the alias is the first word that has an {@code @} in it.
     *
     * @param commandLine {@code dev.jbang.Main check@OWNER/REPO 01}
     */
    static Optional<Origin> of(String commandLine) {
        Matcher alias = ALIAS.matcher(commandLine == null ? "" : commandLine);
        if (!alias.find()) {
            return Optional.empty();
        }
        String name = alias.group(1);
        String url = name.contains("://") ? name : catalog(name);
        String folder = url.endsWith(CATALOG) ? url.substring(0, url.length() - CATALOG.length()) : url.endsWith("/") ? url : url + "/";
        return Stream.of(RAW_GITHUB.matcher(folder), PAGE.matcher(folder), RAW.matcher(folder), REPOSITORY.matcher(name))
                .filter(Matcher::matches).findFirst()
                .map(match -> new Origin(name, match.group(1).isEmpty() ? GITHUB : match.group(1), match.group(2),
                        match.group(3) == null ? "HEAD" : match.group(3)));
    }

    /** Returns the URL under which JBang has noted a catalog of this name, or an empty text. */
    private static String catalog(String name) {
        String folder = System.getenv("JBANG_DIR");
        Path jbang = folder == null ? Path.of(System.getProperty("user.home"), ".jbang") : Path.of(folder);
        Pattern noted = Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:\\s*\\{[^}]*\"catalog-ref\"\\s*:\\s*\"([^\"]+)\"");
        for (String file : new String[] {CATALOG, "implicit-catalog.json"}) {
            try {
                Matcher match = noted.matcher(Files.readString(jbang.resolve(file)));
                if (match.find()) {
                    return match.group(1);
                }
            } catch (IOException notThere) {
                continue;
            }
        }
        return "";
    }

    /** Returns where the host tells the commits of the refs, as git asks for them. */
    URI refs() {
        return URI.create(base() + ".git/info/refs?service=git-upload-pack");
    }

    /** Returns where the host has the files of a commit. */
    URI archive(String commit) {
        return URI.create(base() + "/archive/" + commit + ".zip");
    }

    /** Returns the name of the folder that an archive of a commit holds. */
    String root(String commit) {
        return repository.substring(repository.indexOf('/') + 1) + "-" + commit + "/";
    }

    /** Returns a name for files and folders, the same for each ref of one repository. */
    String key() {
        return (host.replaceFirst("https?://", "").replaceFirst("^[^/@]*@", "") + "/" + repository).replaceAll("[^A-Za-z0-9.-]+", "_");
    }

    private String base() {
        String mirror = System.getenv(MIRROR);
        return (mirror == null || mirror.isBlank() ? host : mirror.replaceFirst("/+$", "")) + "/" + repository;
    }
}

package workshop.script;

import dev.jbang.dependencies.MavenRepo;
import dev.jbang.source.Project;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the lines of a script that begin with {@code //} and a word in capitals may not ask for. */
final class Directives {

    /** The compiler runs no code but its own: not even that of plugins that start by themselves, which it looks for in jars. */
    static final List<String> OWN_CODE_ONLY = List.of("-proc:none", "-processorpath", "");

    // -proc:…, -processor, -processorpath and their newer names; options of the JVM; a file with more options
    private static final List<String> OTHERS_CODE = List.of("-proc", "--processor", "-Xplugin", "-J", "@");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Directives() {
    }

    /**
     * Refuses what would run code of others in the tool, or fetch libraries in a way that others can change them on.
     *
     * @throws ScriptException where one of the lines asks for that
     */
    static void check(Path source, Project project) throws ScriptException {
        Stream<String> options = project.getMainSourceSet().getCompileOptions().stream();
        Optional<String> refused = options.filter(option -> OTHERS_CODE.stream().anyMatch(option::startsWith))
                .filter(option -> !option.equals(OWN_CODE_ONLY.get(0))).findFirst();
        if (refused.isPresent()) {
            throw new ScriptException(ScriptException.Cause.SCRIPT, source.getFileName() + ": the compiler's option "
                    + refused.get().split("=")[0] + " has the compiler run code that is not its own, which no lesson needs. "
                    + "Take it out of the file.");
        }
        for (MavenRepo repository : project.getRepositories()) {
            if (isOpen(repository.getUrl())) {
                throw new ScriptException(ScriptException.Cause.SCRIPT, source.getFileName() + ": //REPOS " + repository.getUrl()
                        + " is not safe: on the way anybody can change what comes over http. Write https.");
            }
        }
    }

    private static boolean isOpen(String url) {
        if (!url.toLowerCase(Locale.ROOT).startsWith("http:")) {
            return false;
        }
        try {
            return !THIS_MACHINE.contains(String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException unreadable) {
            return true;
        }
    }
}

package workshop.process;

import java.util.List;
import java.util.Optional;

/**
 * A session of its own for a process, out of the terminal's reach: Ctrl-C and Ctrl-Z there, and a signal to the process group
 * of the one that starts it, do not concern it.
 */
public final class OwnSession {

    private static final List<String> HERE = prefix(System.getenv("PATH"));

    private OwnSession() {
    }

    /**
     * Returns what to put before a command line, so that its process leads a session. The process that is started becomes
     * the command's own: its id is the command's. Nothing on Windows, whose processes have no sessions of this kind, and where
     * the folders of {@code path} hold neither {@code setsid} (Linux has it) nor {@code perl} (macOS does).
     */
    public static List<String> prefix(String path) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            return List.of();
        }
        // each execs in place, as what Java starts leads no process group
        Optional<List<String>> setsid = CommandPath.find("setsid", path).map(command -> List.of(command.toString()));
        return setsid.or(() -> CommandPath.find("perl", path).map(command -> List.of(command.toString(), "-MPOSIX", "-e",
                "POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 127;"))).orElse(List.of());
    }

    /** Returns the prefix where this process runs. */
    static List<String> prefix() {
        return HERE;
    }
}

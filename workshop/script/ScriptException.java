package workshop.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a script cannot be built, in words for the person who wrote it. */
public final class ScriptException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whose trouble it is. */
    public enum Cause {
        /** The script's: it does not compile, has no main method, or names a dependency that does not exist. */
        SCRIPT,
        /** That of the machine or the network, of which the script knows nothing. */
        SURROUNDINGS
    }

    private final Cause reason;

    ScriptException(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns whose trouble it is. */
    public Cause reason() {
        return reason;
    }

    static ScriptException from(Path source, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof ConnectException
                    || cause.getClass().getSimpleName().equals("ArtifactTransferException")
                            && cause.getCause() instanceof IOException) {
                return new ScriptException(Cause.SURROUNDINGS, "cannot fetch what " + source.getFileName()
                        + " needs from the Maven repository: " + cause.getMessage()
                        + ". Check the network, or name a mirror in ~/.m2/settings.xml: docs/offline.md tells how.");
            }
            // that a script names a file that is not there is its own fault
            if (cause instanceof UncheckedIOException
                    || cause instanceof FileSystemException && !(cause instanceof NoSuchFileException)) {
                return new ScriptException(Cause.SURROUNDINGS, "cannot build " + source.getFileName() + ": " + cause.getMessage());
            }
        }
        return new ScriptException(Cause.SCRIPT, source.getFileName() + ": " + (failure.getMessage() == null
                ? "JBang cannot read one of the lines that begin with // and a word in capitals" : failure.getMessage()));
    }
}

package workshop.process;

import java.nio.file.Path;
import java.util.List;

/** How a JVM is told to note what an archive is to hold, to make it, and to start with it. */
public enum ArchiveFormat {

    /** A class-data archive (JEP 350), for every Java from 17 on. */
    CLASS_DATA(".jsa") {
        @Override
        List<String> note(Path notes) {
            return List.of("-XX:DumpLoadedClassList=" + notes, "-Xshare:auto");
        }

        @Override
        List<String> make(Path notes, Path archive) {
            return List.of("-Xshare:dump", "-XX:SharedClassListFile=" + notes, "-XX:SharedArchiveFile=" + archive);
        }

        @Override
        List<String> use(Path archive) {
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:class+path=off");
        }
    },

    /** An ahead-of-time cache (JEP 483 and 514), which holds linked classes: quicker still, from Java 25 on. */
    AHEAD_OF_TIME(".aot") {
        @Override
        List<String> note(Path notes) {
            return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + notes, "-Xlog:disable");
        }

        @Override
        List<String> make(Path notes, Path archive) {
            return List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + notes, "-XX:AOTCache=" + archive);
        }

        @Override
        List<String> use(Path archive) {
            return List.of("-XX:AOTCache=" + archive, "-Xlog:aot=off", "-Xlog:cds=off", "-Xlog:class+path=off");
        }
    };

    private static final int FIRST_WITH_AHEAD_OF_TIME = 25;

    private final String suffix;

    ArchiveFormat(String suffix) {
        this.suffix = suffix;
    }

    /** Returns the best one that a Java knows: of another one than this process runs on nothing is known but that it is 17 or newer. */
    public static ArchiveFormat bestFor(String javaExecutable) {
        return javaExecutable.equals(Java.executable()) && Runtime.version().feature() >= FIRST_WITH_AHEAD_OF_TIME
                ? AHEAD_OF_TIME : CLASS_DATA;
    }

    /** Returns how the names of its files end. */
    String suffix() {
        return suffix;
    }

    abstract List<String> note(Path notes);

    abstract List<String> make(Path notes, Path archive);

    abstract List<String> use(Path archive);
}

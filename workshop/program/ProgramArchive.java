package workshop.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import workshop.process.ClassDataArchive;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.script.Script;

/** The class-data archive of what programs have in common, kafka-clients above all: half a second less for each run. */
public final class ProgramArchive {

    private ProgramArchive() {
    }

    /** Names the archive for the dependencies of a script; makes nothing. */
    static ClassDataArchive of(Script script) {
        return new ClassDataArchive("program", Java.executable(script.javaHome()), script.dependencyPath());
    }

    /**
     * Makes the archive for the dependencies of a script; takes a few seconds, and does nothing where it is there, or cannot be
     * made.
     *
     * @param bootstrapServers a cluster that the {@link WarmUp} can write to
     */
    public static void make(Script script, String bootstrapServers) {
        ClassDataArchive archive = of(script);
        boolean hasKafka = script.dependencies().stream().map(Path::getFileName)
                .anyMatch(jar -> jar.toString().startsWith("kafka-clients-"));
        if (archive.exists() || !hasKafka || !archive.canBeMade()) {
            return;
        }
        List<String> arguments = new ArrayList<>(archive.options());
        arguments.addAll(List.of("-cp", script.dependencyPath() + File.pathSeparator + Java.ownJar(),
                WarmUp.class.getName(), bootstrapServers));
        try {
            Process warmUp = Owned.start(new ProcessBuilder(Java.command(Java.executable(script.javaHome()), arguments))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD));
            if (warmUp.waitFor(60, TimeUnit.SECONDS) && warmUp.exitValue() == 0) {
                archive.make();
            } else {
                Owned.kill(warmUp);
            }
        } catch (IOException noSuchJava) {
            // the program will say so
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

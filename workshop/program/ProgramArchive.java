package workshop.program;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import workshop.launcher.CacheLocation;
import workshop.process.ArchiveFormat;
import workshop.process.ClassDataArchive;
import workshop.process.Java;
import workshop.process.Owned;
import workshop.script.Script;

/** The archive of what programs have in common, kafka-clients above all: half a second less for each run. */
public final class ProgramArchive {

    private final Script script;
    private final String java;
    private final String classPath;
    private final ClassDataArchive archive;

    /** Names the archive for the dependencies of a script; makes nothing. */
    ProgramArchive(Script script) {
        this.script = script;
        this.java = Java.executable(script.javaHome());
        ArchiveFormat format = ArchiveFormat.bestFor(java);
        // an ahead-of-time cache is for class paths that begin with the whole one of the run it was made from
        this.classPath = format == ArchiveFormat.CLASS_DATA ? script.dependencyPath()
                : script.dependencyPath() + File.pathSeparator + warmUpJar();
        this.archive = new ClassDataArchive(format, "program", java, classPath);
    }

    /** Returns the options of a JVM that runs the script, its class path among them: with the archive, where it is there. */
    List<String> options() {
        if (!archive.exists()) {
            return List.of("-cp", script.classPath());
        }
        List<String> options = new ArrayList<>(archive.options());
        options.addAll(List.of("-cp", classPath + File.pathSeparator + script.jar()));
        return options;
    }

    /**
     * Makes the archive for the dependencies of a script; takes a few seconds, and does nothing where it is there, or cannot be
     * made.
     *
     * @param bootstrapServers a cluster that the {@link WarmUp} can write to
     */
    public static void make(Script script, String bootstrapServers) {
        try {
            // before the archive is named: its name holds how old this is
            writeWarmUpJar();
            new ProgramArchive(script).make(bootstrapServers);
        } catch (IOException noFolder) {
            // without the archive programs only start slower
            return;
        }
    }

    private void make(String bootstrapServers) throws IOException {
        boolean hasKafka = script.dependencies().stream().map(Path::getFileName)
                .anyMatch(jar -> jar.toString().startsWith("kafka-clients-"));
        if (archive.exists() || !hasKafka || !archive.canBeMade()) {
            return;
        }
        try {
            List<String> arguments = new ArrayList<>(archive.options());
            arguments.addAll(List.of("-cp", script.dependencyPath() + File.pathSeparator + warmUpJar(), WarmUp.class.getName(),
                    bootstrapServers));
            Process warmUp = Owned.start(new ProcessBuilder(Java.command(java, arguments))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD));
            if (warmUp.waitFor(60, TimeUnit.SECONDS) && warmUp.exitValue() == 0) {
                archive.make();
            } else {
                Owned.kill(warmUp);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // one class alone, as it is on the class path of programs
    private static Path warmUpJar() {
        return CacheLocation.path().resolve("warm-up.jar");
    }

    private static void writeWarmUpJar() throws IOException {
        Path jar = warmUpJar();
        if (Files.exists(jar)) {
            return;
        }
        String name = WarmUp.class.getName().replace('.', '/') + ".class";
        Path unfinished = Files.createTempFile(jar.getParent(), "unfinished", ".jar");
        try (InputStream from = WarmUp.class.getClassLoader().getResourceAsStream(name);
                JarOutputStream to = new JarOutputStream(Files.newOutputStream(unfinished))) {
            to.putNextEntry(new ZipEntry(name));
            from.transferTo(to);
        }
        Files.move(unfinished, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}

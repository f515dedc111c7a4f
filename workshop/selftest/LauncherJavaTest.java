package workshop.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./jbang} says where the Java that it finds does not do. */
@OfTheLauncher
class LauncherJavaTest {

    @TempDir
    private Path folder;

    private LauncherMachine machine;

    @BeforeEach
    void machine() throws IOException {
        machine = new LauncherMachine(folder);
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        Launch.Run run = machine.fake().with("PATH", Files.createDirectory(folder.resolve("empty")).toString()).run();

        run.assertError("no Java found. Install a JDK 17 or newer");
    }

    @Test
    void oldJavaIsNamed() throws Exception {
        Path old = machine.jdk("11.0.2", "exit 3");

        Launch.Run byHome = machine.fake().with("JAVA_HOME", old.toString()).run();
        Launch.Run byPath = machine.fake().with("PATH", old.resolve("bin") + ":" + System.getenv("PATH")).run();

        byHome.assertError("Java 11.0.2 in " + old + " is too old. Install a JDK 17 or newer");
        byPath.assertError("Java 11.0.2 in " + old + " is too old. Install a JDK 17 or newer");
    }

    @Test
    void javaOfTheOldNumberingIsOld() throws Exception {
        machine.fake().with("JAVA_HOME", machine.jdk("1.8.0_392", "exit 3").toString()).run().assertError("Java 1.8.0_392 in ");
    }

    @Test
    void shimIsAskedForItsVersion() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("shims"));
        LauncherMachine.script(bin.resolve("java"), "echo '    java.version = 16.0.1' >&2; echo '    java.home = /opt/jdk16' >&2");

        Launch.Run run = machine.fake().with("PATH", bin + ":" + System.getenv("PATH")).run();

        run.assertError("Java 16.0.1 in /opt/jdk16 is too old.");
    }

    @Test
    void javaHomeOfNonsenseIsNamed() throws Exception {
        machine.fake().with("JAVA_HOME", "/no/such/jdk").run().assertError("JAVA_HOME is /no/such/jdk, which has no bin/java.");
    }

    @Test
    void runtimeWithoutCompilerIsRefused() throws Exception {
        Path jre = machine.jdk("17.0.1", "exit 3");
        Files.delete(jre.resolve("bin/javac"));

        machine.fake().with("JAVA_HOME", jre.toString()).run().assertError("Java 17.0.1 in " + jre + " has no compiler");
    }
}

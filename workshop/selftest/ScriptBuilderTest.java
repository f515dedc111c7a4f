package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workshop.process.Owned;
import workshop.program.Program;
import workshop.program.ProgramRun;
import workshop.script.Script;
import workshop.script.ScriptBuilder;
import workshop.script.ScriptException;

/** Scripts are built as JBang builds them, and what is wrong with one is said in its own lines. */
@DisplayName("scripts")
class ScriptBuilderTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("//DEPS, //SOURCES, //FILES and //RUNTIME_OPTIONS are followed")
    void directives() throws Exception {
        Files.createDirectories(folder.resolve("more"));
        write("more/Greeting.java", "package more; public class Greeting { public static String TEXT = \"hello\"; }");
        write("data.txt", "from a file");
        Path main = write("Main.java", """
                //DEPS org.slf4j:slf4j-api:1.7.36
                //SOURCES more/Greeting.java
                //FILES data.txt
                //RUNTIME_OPTIONS -Dsaid=once
                public class Main {
                    public static void main(String[] args) throws Exception {
                        System.out.println(more.Greeting.TEXT + " " + org.slf4j.Logger.class.getSimpleName() + " "
                                + new String(Main.class.getResourceAsStream("/data.txt").readAllBytes(), "UTF-8").strip() + " "
                                + System.getProperty("said"));
                    }
                }
                """);
        assertEquals("hello Logger from a file once", run(main).output().text());
    }

    @Test
    @DisplayName("a second build comes from JBang's cache, and JBang could run what was built")
    void cached() throws Exception {
        Path main = writeNew();
        Script first = ScriptBuilder.build(main);
        long built = Files.getLastModifiedTime(first.jar()).toMillis();
        Script second = ScriptBuilder.build(main);
        assertEquals(first.jar(), second.jar());
        assertEquals(built, Files.getLastModifiedTime(second.jar()).toMillis());
        try (JarFile jar = new JarFile(first.jar().toFile())) {
            assertEquals("Main", jar.getManifest().getMainAttributes().getValue("Main-Class"));
            assertEquals(String.valueOf(Runtime.version().feature()),
                    jar.getManifest().getMainAttributes().getValue("Build-Jdk"));
        }
    }

    @Test
    @DisplayName("a build leaves nothing to do at the end of this process")
    void nothingLeftToDo() throws Exception {
        Field atExit = Owned.class.getDeclaredField("AT_EXIT");
        atExit.setAccessible(true);
        int before = ((Collection<?>) atExit.get(null)).size();
        ScriptBuilder.build(writeNew());
        assertEquals(before, ((Collection<?>) atExit.get(null)).size());
    }

    @Test
    @DisplayName("who builds the same script at the same time, in another terminal, is not disturbed")
    void besideAnother() throws Exception {
        Path main = writeNew();
        Script built = ScriptBuilder.build(main);
        Files.delete(built.jar());
        // where JBang compiles, and so where another may be compiling now
        Path theirs = Files.writeString(Files.createDirectories(built.jar().resolveSibling("classes")).resolve("Theirs.class"),
                "in the middle of being written");
        ScriptBuilder.build(main);
        assertTrue(Files.exists(built.jar()));
        assertTrue(Files.exists(theirs));
        try (JarFile jar = new JarFile(built.jar().toFile())) {
            assertNull(jar.getEntry("Theirs.class"));
        }
    }

    @Test
    @DisplayName("a compile error is the compiler's, with the file's own line numbers")
    void compileError() throws Exception {
        Path main = write("Main.java", """
                public class Main {
                    public static void main(String[] args) {
                        Strin text = "";
                    }
                }
                """);
        ScriptException failure = assertThrows(ScriptException.class, () -> ScriptBuilder.build(main));
        assertEquals(ScriptException.Cause.SCRIPT, failure.reason());
        assertTrue(failure.getMessage().contains("Main.java:3: error: cannot find symbol"), failure.getMessage());
    }

    @Test
    @DisplayName("a script without a main method is told so")
    void noMain() throws Exception {
        Path main = write("Main.java", "public class Main { }");
        ScriptException failure = assertThrows(ScriptException.class, () -> ScriptBuilder.build(main));
        assertTrue(failure.getMessage().contains("has no method public static void main"), failure.getMessage());
    }

    @Test
    @DisplayName("a dependency that does not exist is the script's fault, and is named")
    void noSuchDependency() throws Exception {
        Path main = write("Main.java", """
                //DEPS org.apache.kafka:kafka-clients:0.0.0-none
                public class Main { public static void main(String[] args) { } }
                """);
        ScriptException failure = assertThrows(ScriptException.class, () -> ScriptBuilder.build(main));
        assertEquals(ScriptException.Cause.SCRIPT, failure.reason(), failure.getMessage());
        assertTrue(failure.getMessage().contains("kafka-clients:jar:0.0.0-none"), failure.getMessage());
    }

    @Test
    @DisplayName("a repository that cannot be reached, or lets nobody in, is not the script's fault, and what to do is said")
    void repositoryInTrouble() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        try (Mirror mirror = new Mirror(exchange -> exchange.sendResponseHeaders(403, -1))) {
            for (String repository : List.of("http://127.0.0.1:" + closed + "/maven2", mirror.url())) {
                Path main = write("Main.java", """
                        //REPOS own=%s
                        //DEPS org.example:absent-%s:1.0
                        public class Main { public static void main(String[] args) { } }
                        """.formatted(repository, UUID.randomUUID()));
                ScriptException failure = assertThrows(ScriptException.class, () -> ScriptBuilder.build(main));
                assertEquals(ScriptException.Cause.SURROUNDINGS, failure.reason(), failure.getMessage());
                assertTrue(failure.getMessage().contains(repository) && failure.getMessage().contains("docs/offline.md"),
                        failure.getMessage());
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    // a text that no earlier run has put into the cache
    private Path writeNew() throws IOException {
        return write("Main.java", "public class Main { public static void main(String[] args) { System.out.println(\""
                + UUID.randomUUID() + "\"); } }");
    }

    private static ProgramRun run(Path main) throws Exception {
        return new Program(ScriptBuilder.build(main)).start().awaitEnd();
    }

    @Test
    @DisplayName("a program gets the variables of the check and none of the contract's from the shell")
    void environment() throws Exception {
        Path main = write("Main.java", """
                public class Main {
                    public static void main(String[] args) {
                        System.out.println(System.getenv("TOPIC") + " " + System.getenv("GROUP_ID") + " "
                                + System.getenv("JAVA_TOOL_OPTIONS") + " " + String.join("+", args));
                    }
                }
                """);
        ProgramRun run = new Program(ScriptBuilder.build(main)).with("TOPIC", "orders-x").args("a b", "c").start();
        assertEquals("orders-x null null a b+c", run.awaitEnd().output().text());
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Wait;
import workshop.process.Owned;
import workshop.process.Pressure;
import workshop.verdict.Lesson;
import workshop.verdict.Machine;

/** Before a fact is held against a program the machine is asked: its disk may be full, or too busy. */
@DisplayName("machine")
@ExtendWith(Shared.Resolver.class)
class MachineTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Supplier<Optional<String>> ROOM = Optional::empty;
    private static final long SECOND = 1_000_000_000;
    private static final String FILL = """
            try (var full = java.nio.file.Files.newOutputStream(java.nio.file.Files.createTempFile("", ".full"))) {
                while (true) {
                    full.write(new byte[1 << 16]);
                }
            } catch (java.io.IOException noRoomIsLeft) {
                System.out.println(noRoomIsLeft.getMessage());
            }
            """;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("a disk that was full for a moment is remembered")
    void moment() {
        AtomicInteger looks = new AtomicInteger();
        Supplier<Optional<String>> once = () -> looks.incrementAndGet() == 3 ? Optional.of("the disk is full") : Optional.empty();
        AtomicInteger told = new AtomicInteger();
        try (Machine machine = new Machine(once, Pressure::ofDisks)) {
            machine.whenFull(told::incrementAndGet);
            Wait.until("it to look on", SOON, () -> looks.get() >= 3);
            assertEquals("the disk is full", machine.shortage());
            Wait.until("it to be told, once", SOON, () -> told.get() == 1);
        }
    }

    @Test
    @DisplayName("a disk for which something waited during more than half of the check tells no slow program")
    void busyDisk() {
        assertTrue(crowd(600_000).startsWith("the disk is too busy to tell a slow program from one that has to wait: during 60 %"));
        assertTrue(!crowd(400_000).contains("disk"), crowd(400_000));
    }

    @Test
    @DisplayName("the pressure on disks is read as Linux writes it; where it is not told, nothing is said")
    void pressure() throws IOException {
        Path file = Files.writeString(folder.resolve("io"), """
                some avg10=1.83 avg60=1.07 avg300=0.77 total=5371112
                full avg10=1.16 avg60=0.83 avg300=0.59 total=4043837
                """);
        assertEquals(OptionalLong.of(5371112), Pressure.read(file).stalled());
        assertEquals(OptionalLong.empty(), Pressure.read(folder.resolve("none")).stalled());
        assertEquals(OptionalDouble.empty(), pressure(SECOND, 5).shareSince(Pressure.read(folder.resolve("none"))));
        assertEquals(OptionalDouble.of(0.25), pressure(3 * SECOND, 600_000).shareSince(pressure(SECOND, 100_000)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("a right program on a disk that fills while it runs is not failed: the verdict is sick, with the reason")
    void fullDisk(Shared shared) throws Exception {
        Lesson lesson = shared.course().lessons().get(0);
        Path program = Files.writeString(folder.resolve("FirstProducer.java"), Files.readString(lesson.solution())
                .replaceFirst("(void main\\(.*\\{\n)", "$1" + FILL));
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Process tool = Owned.start(onASmallDisk(disk, Tool.command(disk, "check", lesson.number(), "--json", "--cluster", "embedded",
                "--file", program.toString())).redirectError(folder.resolve("errors").toFile()));
        // the brokers do not outlive a full disk, and cannot be asked to tidy up: nobody waits for that here
        String said = tool.inputReader(StandardCharsets.UTF_8).readLine();
        Owned.kill(tool);
        assertNotNull(said, this::errors);
        JsonNode verdict = new ObjectMapper().readTree(said);
        assertEquals("sick", verdict.path("verdict").asText(), () -> said + errors());
        assertTrue(verdict.path("message").asText().contains("the disk is full"), said);
        assertEquals(List.of(), verdict.findValuesAsText("outcome").stream().filter("failed"::equals).toList(), said);
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors"));
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    // a file system in memory, which only the command sees, and which goes with it
    private static ProcessBuilder onASmallDisk(Path disk, ProcessBuilder command) throws Exception {
        String mount = "mount -t tmpfs -o size=200m none '" + disk + "'";
        for (List<String> unshare : List.of(List.of("unshare", "--mount"), List.of("unshare", "--mount", "--map-root-user"))) {
            if (run(Stream.concat(unshare.stream(), Stream.of("sh", "-c", mount)).toList())) {
                List<String> words = new ArrayList<>(unshare);
                words.addAll(List.of("sh", "-c", mount + " && exec \"$@\"", "sh"));
                words.addAll(command.command());
                return command.command(words);
            }
        }
        return abort("no small disk can be made here, as only root may mount one: " + mount);
    }

    private static boolean run(List<String> command) throws Exception {
        return Owned.start(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD))
                .waitFor() == 0;
    }

    private static String crowd(long stalledMicros) {
        List<Pressure> told = new ArrayList<>(List.of(pressure(0, 0), pressure(SECOND, stalledMicros)));
        try (Machine machine = new Machine(ROOM, () -> told.remove(0))) {
            return machine.crowd(false);
        }
    }

    private static Pressure pressure(long nanoTime, long stalledMicros) {
        return new Pressure(nanoTime, OptionalLong.of(stalledMicros));
    }
}

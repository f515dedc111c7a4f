package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static workshop.selftest.TemplateScript.PARTITIONS;
import static workshop.selftest.TemplateScript.last;
import static workshop.selftest.TemplateScript.processed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import workshop.evidence.Evidence;
import workshop.evidence.Stored;
import workshop.evidence.Wait;
import workshop.program.Program;
import workshop.program.ProgramRun;

/** What {@code ./jbang init -t NAME} makes of the templates compiles, and keeps on the cluster what its comments say. */
@DisplayName("templates")
@ExtendWith(Shared.Resolver.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it needs a POSIX shell, and SIGTERM")
class TemplatesTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private TemplateScript scripts;
    private Evidence evidence;
    private String topic;

    @BeforeEach
    void open(Shared shared, @TempDir Path folder) throws Exception {
        evidence = new Evidence(shared.cluster());
        topic = "templates-" + UUID.randomUUID();
        evidence.create(List.of(new NewTopic(topic, PARTITIONS, (short) 3), new NewTopic(topic + ".dlq", 1, (short) 3)));
        scripts = new TemplateScript(CourseCopy.of(shared.course(), folder).root(), shared.cluster(), topic);
    }

    @AfterEach
    void close() {
        evidence.delete(List.of(topic, topic + ".dlq"));
        evidence.close();
    }

    @Test
    @DisplayName("producer: what it says to be confirmed at SIGTERM is on the topic, once, and the code is 0")
    void producer() throws Exception {
        try (ProgramRun run = scripts.program(scripts.made("producer")).start()) {
            Wait.until("twenty records", SOON, () -> evidence.records(topic).size() >= 20);
            run.terminate();
            assertEquals(Optional.of(0), run.awaitEnd().exitCode(), () -> run.errors().text());
            List<String> stored = evidence.records(topic).stream().map(Stored::valueText).sorted().toList();
            assertEquals(IntStream.range(0, stored.size()).mapToObj(i -> "record " + i).sorted().toList(), stored);
            assertEquals("sent %1$d, confirmed %1$d, failed 0".formatted(stored.size()), last(run));
        }
    }

    @Test
    @DisplayName("producer: a record that nobody confirms is named and counted in time, and the code is 1")
    void producerRefused() throws Exception {
        try (ProgramRun run = scripts.program(scripts.made("producer")).with("TOPIC", topic + "-none")
                .with("GIVE_UP_AFTER_MS", "1000").start()) {
            Wait.until("a failure", SOON, () -> run.errors().text().contains("not stored: key-0, "));
            run.terminate();
            assertEquals(Optional.of(1), run.awaitEnd().exitCode());
            assertTrue(last(run).matches("sent (\\d+), confirmed 0, failed \\1"), last(run));
        }
    }

    @Test
    @DisplayName("consumer: others join and leave, and each record is processed once, the dead letters apart; the code is 0")
    void consumer() throws Exception {
        List<String> values = IntStream.range(0, 900).mapToObj(i -> "order " + i).toList();
        scripts.write(values.subList(0, 600));
        scripts.write(Stream.generate(() -> (String) null).limit(PARTITIONS).toList());
        // work that takes as long as real work: whoever comes and goes does so in the middle of it
        Program program = scripts.program(scripts.filled("Thread.sleep(10);"));
        try (ProgramRun first = program.start()) {
            Wait.until("the first to work", SOON, () -> processed(first).size() > 20);
            try (ProgramRun second = program.start()) {
                Wait.until("the second to have partitions", SOON, () -> evidence.group(topic).members().stream()
                        .filter(member -> !member.assignment().isEmpty()).count() == 2);
                scripts.write(values.subList(600, 900));
                Wait.until("the second to work", SOON, () -> processed(second).size() > 20);
                first.terminate();
                assertEquals(Optional.of(0), first.awaitEnd().exitCode(), () -> first.errors().text());
                Wait.until("everything to be committed", SOON, () -> committed().equals(evidence.ends(topic)));
                second.terminate();
                assertEquals(Optional.of(0), second.awaitEnd().exitCode(), () -> second.errors().text());
                assertEquals(values.stream().sorted().toList(),
                        Stream.of(first, second).flatMap(run -> processed(run).stream()).sorted().toList());
                assertTrue(last(second).matches("progress: processed \\d+, set aside \\d+, lag 0"), last(second));
            }
        }
        List<Stored> dead = evidence.records(topic + ".dlq");
        assertEquals(IntStream.range(0, PARTITIONS).mapToObj(i -> topic + "-" + i + "@200").toList(),
                dead.stream().map(letter -> new String(letter.headers().get("dlq.from"), StandardCharsets.UTF_8)).sorted().toList());
        assertTrue(dead.stream().allMatch(letter -> letter.value() == null && letter.keyText().equals("key")
                && new String(letter.headers().get("dlq.reason"), StandardCharsets.UTF_8).contains("no value")));
    }

    @Test
    @DisplayName("consumer: what fails is tried again after a while, in its order, and other partitions go on meanwhile")
    void retries() throws Exception {
        List<String> values = IntStream.range(0, 30).mapToObj(i -> "order " + i).toList();
        scripts.write(values);
        // the first record of a partition fails three times at least, and until all of the others are done
        Path script = scripts.filled("""
                int others = Integer.getInteger("others", 0), tries = Integer.getInteger("tries", 0);
                if (record.partition() > 0) {
                    System.setProperty("others", "" + (others + 1));
                } else if (record.offset() == 0 && (others < 20 || tries < 3)) {
                    System.setProperty("tries", "" + (tries + 1));
                    throw new java.io.IOException("closed");
                }
                """);
        try (ProgramRun run = scripts.program(script).with("ATTEMPTS", "1000").start()) {
            Wait.until("everything to be committed", SOON, () -> committed().equals(evidence.ends(topic)));
            run.terminate();
            assertEquals(Optional.of(0), run.awaitEnd().exitCode());
            List<String> done = processed(run);
            assertEquals(values.stream().sorted().toList(), done.stream().sorted().toList());
            assertEquals(IntStream.range(0, 10).mapToObj(i -> "order " + i * PARTITIONS).toList(),
                    done.subList(20, 30), "the failing partition came last, in its order");
            assertTrue(run.errors().text().contains("-0@0 failed, attempt 3"), run.errors().text());
        }
    }

    @Test
    @DisplayName("consumer: what fails each time ends it with 1, and is not committed")
    void givesUp() throws Exception {
        scripts.write(IntStream.range(0, 30).mapToObj(i -> "order " + i).toList());
        Path script = scripts.filled("if (record.partition() == 0 && record.offset() == 5) throw new java.io.IOException(\"closed\");");
        try (ProgramRun run = scripts.program(script).with("ATTEMPTS", "3").start()) {
            assertEquals(Optional.of(1), run.awaitEnd().exitCode());
            assertTrue(run.errors().text().contains("-0@5 failed, attempt 3"), run.errors().text());
            assertEquals(Map.of(partition(0), 5L, partition(1), 10L, partition(2), 10L), committed());
        }
    }

    @Test
    @DisplayName("consumer: a dead letter that nobody confirms ends it with 1, and the record is not committed")
    void letterRefused() throws Exception {
        List<String> values = new ArrayList<>(List.of("order 0", "order 1", "order 2"));
        values.add(null);
        scripts.write(values);
        try (ProgramRun run = scripts.program(scripts.made("consumer")).with("DLQ", topic + "-none")
                .with("GIVE_UP_AFTER_MS", "1000").start()) {
            assertEquals(Optional.of(1), run.awaitEnd().exitCode());
            assertTrue(run.errors().text().contains("no dead letter for " + topic + "-0@1"), run.errors().text());
            assertEquals(1L, committed().get(partition(0)));
        }
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private Map<TopicPartition, Long> committed() {
        return evidence.group(topic).committed();
    }
}

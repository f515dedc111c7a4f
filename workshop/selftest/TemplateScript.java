package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import workshop.check.RecordWriter;
import workshop.cluster.Cluster;
import workshop.program.Program;
import workshop.program.ProgramRun;
import workshop.script.ScriptBuilder;

/** Scripts that JBang makes of the templates in a copy of the course, and how to run them on a topic of a cluster. */
record TemplateScript(Path root, Cluster cluster, String topic) {

    private static final String WORK = "        System.out.println(\"processed: \"";
    /** How many partitions the topic has. */
    static final int PARTITIONS = 3;

    private static final String PROCESSED = "processed: ";

    /** Returns the script that JBang makes of a template, as the README tells to. */
    Path made(String template) throws Exception {
        Launch.Run run = new Launch(root.resolve("jbang"), List.of("init", "-t", template, "MyService.java"), root).run();
        assertEquals(0, run.exit(), run.err());
        return root.resolve("MyService.java");
    }

    /** Returns a consumer whose {@code process()} does something more for each record. */
    Path filled(String work) throws Exception {
        Path script = made("consumer");
        String text = Files.readString(script);
        assertTrue(text.contains(WORK), text);
        return Files.writeString(script, text.replace(WORK, "        " + work + "\n" + WORK));
    }

    /** Returns a script as a program that is told of the cluster, the topic and a group with the topic's name. */
    Program program(Path script) throws Exception {
        return new Program(ScriptBuilder.build(script)).with("KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers())
                .with("TOPIC", topic).with("GROUP_ID", topic).with("RETRY_AFTER_MS", "500").atMost(Duration.ofMinutes(2));
    }

    /** Writes records with the key "key", to the partitions in turn. */
    void write(List<String> values) {
        try (RecordWriter writer = new RecordWriter(cluster)) {
            writer.write(IntStream.range(0, values.size()).mapToObj(i -> new ProducerRecord<>(topic, i % PARTITIONS, "key",
                    values.get(i) == null ? null : values.get(i).getBytes(StandardCharsets.UTF_8))).toList());
        }
    }

    /** Returns the values that a consumer has processed so far, in that order. */
    static List<String> processed(ProgramRun run) {
        return run.output().lines().stream().filter(line -> line.startsWith(PROCESSED))
                .map(line -> line.substring(PROCESSED.length())).toList();
    }

    /** Returns the last line that was printed. */
    static String last(ProgramRun run) {
        List<String> lines = run.output().lines();
        return lines.get(lines.size() - 1);
    }
}

package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.mutate.Mutant;
import workshop.mutate.Mutants;
import workshop.mutate.Mutator;
import workshop.mutate.Mutators;

/** Each mutator makes the changes that its name says, and no other. */
@DisplayName("mutators")
class MutatorsTest {

    @Test
    @DisplayName("a setting goes with its line, or gets a value at either end")
    void settings() {
        String source = """
                config.put(ProducerConfig.ACKS_CONFIG, "all");
                config.put("linger.ms", 5);
                prices.put("Total price", 5);
                """;
        assertChanges(source, "a setting removed", "- config.put(ProducerConfig.ACKS_CONFIG, \"all\");",
                "- config.put(\"linger.ms\", 5);");
        assertChanges(source, "a setting at its least", "+ config.put(ProducerConfig.ACKS_CONFIG, \"0\");",
                "+ config.put(\"linger.ms\", 1);");
        assertChanges(source, "a setting at its most", "+ config.put(ProducerConfig.ACKS_CONFIG, \"1\");",
                "+ config.put(\"linger.ms\", Integer.MAX_VALUE);");
    }

    @Test
    @DisplayName("what comes from outside is not asked for, or changed")
    void outside() {
        assertChanges("String topic = System.getenv().getOrDefault(\"TOPIC\", \"orders\");", "an environment variable read as a constant",
                "+ String topic = \"orders\";");
        assertChanges("long limit = Long.parseLong(args[1]);", "an argument read as a constant", "+ long limit = Long.parseLong(\"100\");");
        assertChanges("print(order.value());", "input trimmed", "+ print(order.value().trim());");
        assertChanges("print(order.value());", "input lower-cased", "+ print(order.value().toLowerCase());");
        assertChanges("if (key != null) { print(key); }", "a null check left out", "+ if (true) { print(key); }");
        // in two pieces, as each call in this folder has to name its charset
        assertChanges("hash(key.getBytes" + "());", "another charset", "+ hash(key.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));");
    }

    @Test
    @DisplayName("an answer is not awaited, or a second only, or kept")
    void answers() {
        assertChanges("producer.send(order).get();", "an answer not awaited", "+ producer.send(order);");
        assertChanges("producer.send(order).get();", "an answer awaited for a second only",
                "+ producer.send(order).get(1, java.util.concurrent.TimeUnit.SECONDS);");
        Mutant declared = Mutants.of("solution", "A.java", "class A { void a() throws InterruptedException { order.get(); } }",
                Mutators.named("an answer awaited for a second only")).get(0);
        assertTrue(declared.after().contains("InterruptedException , java.util.concurrent.TimeoutException {"), declared.after());
        assertChanges("while (true) {\nint count = producer.partitionsFor(topic).size();\n}", "asked once and kept",
                "+ if (kept_count[0] == null) { kept_count[0] = producer.partitionsFor(topic).size(); } int count = (int) kept_count[0];");
    }

    @Test
    @DisplayName("an error is taken for another, passed over, or tried again")
    void errors() {
        assertChanges("boolean unknown = e.getCause() instanceof GroupIdNotFoundException;", "any error taken for the one that is meant",
                "+ boolean unknown = e.getCause() instanceof Throwable;");
        String attempt = "try { send(); } catch (KafkaException e) { fail(e); }";
        assertChanges(attempt, "an error passed over", "+ try { send(); } catch (KafkaException e) { }");
        assertChanges(attempt, "a catch widened", "+ try { send(); } catch (Exception e) { fail(e); }");
        assertChanges(attempt, "an error tried again for ever",
                "+ while (true) { try { send(); } catch (KafkaException e) { continue; } break; }");
        assertChanges(attempt, "an error tried again once", "+ try { send(); } catch (KafkaException first_error) { " + attempt + " }");
    }

    @Test
    @DisplayName("a commit comes earlier, at the last moment only, or is one of something else")
    void commits() {
        String loop = "while (running) {\nvar orders = consumer.poll(second);\nwork(orders);\nconsumer.commitSync(done);\n}";
        assertTrue(only(loop, "a commit right after the poll").after().contains("second);\nconsumer.commitSync(done);\nwork(orders);\n}"));
        assertTrue(only(loop, "a commit at the last moment only").after().contains("}\nconsumer.commitSync(done);"));
        assertTrue(only(loop, "a commit before the poll").after().contains("{\nconsumer.commitSync(done);\nvar orders"));
        assertChanges(loop, "a commit of everything", "+ consumer.commitSync();");
        assertChanges(loop, "a commit of nothing", "+ consumer.commitSync(java.util.Map.of());");
        assertChanges(loop, "a commit that nobody waits for", "+ consumer.commitAsync(done, null);");
        assertChanges("done.put(partition, new OffsetAndMetadata(next));", "an offset one more",
                "+ done.put(partition, new OffsetAndMetadata((next + 1)));");
        assertChanges("done.put(partition, new OffsetAndMetadata(next));", "a commit backwards",
                "+ done.put(partition, new OffsetAndMetadata(0));");
    }

    @Test
    @DisplayName("a loop ends too early or never, and what was opened is closed late or not at all")
    void loops() {
        assertChanges("while (running) {\nvar orders = consumer.poll(second);\n}", "a loop that ends at the first empty poll",
                "+ if (orders.isEmpty()) { break; }");
        assertChanges("while (running) {\nwork();\n}", "a loop that never ends", "+ while (true || running) {");
        assertChanges("for (String each : all) {\nwork(each);\n}", "a loop that runs once", "+ break;");
        String opened = "try (Admin admin = open()) {\nask(admin);\n}";
        assertChanges(opened, "a close left out", "+ { Admin admin = open();");
        assertChanges(opened, "a close ten seconds late", "+ java.util.concurrent.locks.LockSupport.parkNanos(10_000_000_000L);");
        assertChanges("System.out.println(\"lag \" + lag);", "a figure that is constant", "+ System.out.println(\"lag \" + 7);");
    }

    @Test
    @DisplayName("statements, conditions and constants of the language are changed, each by itself")
    void language() {
        assertChanges("work();\nint two = 2;", "a call left out", "- work();");
        assertChanges("if (ready) { work(); }", "a condition turned", "+ if (!(ready)) { work(); }");
        assertChanges("total += lag;\nwork();", "a statement left out", "- total += lag;");
        assertEquals("one();", only("one();\ntwo();", "two statements swapped").after().lines().map(String::strip).toList().get(3));
        assertChanges("int two = 2;", "a number one more", "+ int two = (2 + 1);");
        assertChanges("boolean over = lag > limit;", "an operator changed", "+ boolean over = lag >= limit;");
        assertChanges("boolean over = known && high;", "half of a condition left out", "+ boolean over = known;", "+ boolean over = high;");
        assertChanges("boolean over = true;", "true for false, or false for true", "+ boolean over = false;");
    }

    @Test
    @DisplayName("the same change is made once, and everything beside it stays as it is")
    void once() {
        List<Mutant> mutants = Mutants.of("solution", "A.java", program("work();  // and say why\nint two = 2;"), Mutators.ALL);
        assertEquals(mutants.size(), mutants.stream().map(Mutant::after).distinct().count());
        assertEquals(mutants.size(), mutants.stream().map(Mutant::id).distinct().count());
        assertFalse(mutants.isEmpty());
        assertTrue(mutants.stream().filter(mutant -> mutant.mutator().equals("a number one more"))
                .allMatch(mutant -> mutant.after().contains("work();  // and say why")));
    }

    // each change as the lines that it brings or, where it brings none, takes away
    private static void assertChanges(String statements, String mutator, String... expected) {
        List<String> changes = mutants(statements, mutator).stream().flatMap(mutant -> {
            List<String> lines = mutant.changedLines();
            Stream<String> came = lines.stream().filter(line -> line.startsWith("+") && !line.startsWith("+ static final Object[]"));
            return lines.stream().anyMatch(line -> line.startsWith("+")) ? came.limit(1) : lines.stream();
        }).toList();
        assertEquals(List.of(expected), changes, mutator);
    }

    private static Mutant only(String statements, String mutator) {
        List<Mutant> mutants = mutants(statements, mutator);
        assertEquals(1, mutants.size(), mutator);
        return mutants.get(0);
    }

    private static List<Mutant> mutants(String statements, String mutator) {
        List<Mutator> one = Mutators.ALL.stream().filter(each -> each.name().equals(mutator)).toList();
        assertEquals(1, one.size(), mutator);
        return Mutants.of("solution", "A.java", program(statements), one);
    }

    private static String program(String statements) {
        return "public class A {\n    public static void main(String[] args) throws Exception {\n" + statements + "\n    }\n}\n";
    }
}

// Right: a consumer of the new protocol with partitions by assign() and no auto-commit is no member, and moves nothing.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.VoidDeserializer;

public class AssignedConsumer {

    public static void main(String[] args) throws Exception {
        String group = System.getenv("GROUP_ID");
        Map<String, Object> config = Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "group.id", group,
                "group.protocol", "consumer", "enable.auto.commit", "false", "auto.offset.reset", "earliest");
        try (Admin admin = Admin.create(config)) {
            if (admin.listGroups().all().get().stream().noneMatch(listing -> listing.groupId().equals(group))) {
                throw new IllegalArgumentException("not a group: " + group);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(9);
        }
        long total = 0;
        try (var consumer = new KafkaConsumer<>(config, new VoidDeserializer(), new VoidDeserializer())) {
            for (var info : consumer.partitionsFor(System.getenv("TOPIC"))) {
                TopicPartition partition = new TopicPartition(info.topic(), info.partition());
                consumer.assign(List.of(partition));
                boolean none = consumer.committed(Set.of(partition)).get(partition) == null;
                // the commit, or where auto.offset.reset says
                long next = consumer.position(partition);
                consumer.seekToEnd(List.of(partition));
                long end = consumer.position(partition);
                System.out.printf("%s: at %s of %d, %d to go%n", partition, none ? "none (" + next + ")" : next, end, end - next);
                total += end - next;
            }
        }
        System.out.println(total + " to go in all");
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals("--alert") && total > Integer.parseInt(args[i + 1])) {
                System.exit(1);
            }
        }
    }
}

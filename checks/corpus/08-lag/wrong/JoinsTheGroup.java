// Caught by fact 4, which says: joins the group
// By the protocol that a consumer speaks unless it is told otherwise.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class JoinsTheGroup {

    public static void main(String[] args) throws Exception {
        String topic = System.getenv("TOPIC");
        String group = System.getenv("GROUP_ID");
        String servers = System.getenv("KAFKA_BOOTSTRAP_SERVERS");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            if (admin.listGroups().all().get().stream().noneMatch(each -> each.groupId().equals(group))) {
                System.err.println("there is no group " + group);
                System.exit(3);
            }
        }
        long total = 0;
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", servers, "group.id", group,
                "enable.auto.commit", false), new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(100));
            }
            List<TopicPartition> all = List.copyOf(consumer.assignment());
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Map<TopicPartition, OffsetAndMetadata> commits = consumer.committed(new HashSet<>(all));
            for (TopicPartition each : all) {
                OffsetAndMetadata commit = commits.get(each);
                long lag = ends.get(each) - (commit == null ? begins.get(each) : commit.offset());
                System.out.println(each + " committed " + (commit == null ? "-" : commit.offset()) + " end " + ends.get(each)
                        + " lag " + lag);
                total += lag;
            }
        }
        System.out.println("total " + total);
        System.exit(args.length > 1 && total > Long.parseLong(args[1]) ? 1 : 0);
    }
}

// Caught by fact 2, which says: for the group's bookmark
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class PositionAsCommit {

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
                "enable.auto.commit", false, "auto.offset.reset", "earliest"), new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition())).toList();
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            for (TopicPartition each : all) {
                long position = consumer.position(each);
                System.out.println(each + " committed " + position + " end " + ends.get(each) + " lag "
                        + (ends.get(each) - position));
                total += ends.get(each) - position;
            }
        }
        System.out.println("total " + total);
        System.exit(args.length > 1 && total > Long.parseLong(args[1]) ? 1 : 0);
    }
}

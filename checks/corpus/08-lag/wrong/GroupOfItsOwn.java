// Caught by fact 1, which says: of which group?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.3.1
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class GroupOfItsOwn {

    public static void main(String[] args) {
        String topic = System.getenv("TOPIC");
        long total = 0;
        // so as not to disturb the group
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers",
                System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "group.id", System.getenv("GROUP_ID") + "-lag",
                "enable.auto.commit", false), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition())).toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Map<TopicPartition, OffsetAndMetadata> commits = consumer.committed(new HashSet<>(all));
            for (TopicPartition each : all) {
                long from = commits.get(each) == null ? begins.get(each) : commits.get(each).offset();
                System.out.println(each + " committed " + from + " end " + ends.get(each) + " lag " + (ends.get(each) - from));
                total += ends.get(each) - from;
            }
        }
        System.out.println("total " + total);
        System.exit(args.length > 1 && total > Long.parseLong(args[1]) ? 1 : 0);
    }
}

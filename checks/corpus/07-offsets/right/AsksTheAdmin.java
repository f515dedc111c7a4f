// Right: asks the Admin client for places, reads one partition after the other, and prints fields instead of JSON.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS com.fasterxml.jackson.core:jackson-databind:2.22.4

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class AsksTheAdmin {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        OffsetSpec spec = null;
        long offset = -1;
        try {
            if (args[0].equals("beginning") && args.length == 1) {
                spec = OffsetSpec.earliest();
            } else if (args[0].equals("offset") && args.length == 2) {
                offset = Long.parseLong(args[1]);
                spec = OffsetSpec.earliest();
            } else if (args[0].equals("time") && args.length == 2) {
                spec = OffsetSpec.forTimestamp(Instant.parse(args[1]).toEpochMilli());
            }
        } catch (RuntimeException e) {
            System.err.println(e);
        }
        if (spec == null) {
            System.err.println("USAGE: AsksTheAdmin beginning|offset|time");
            System.exit(2);
        }
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("group.id", System.getenv("GROUP_ID"));
        config.put("enable.auto.commit", false);
        try (Admin admin = Admin.create(config);
                KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
                        new StringDeserializer())) {
            String topic = System.getenv("TOPIC");
            int count = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
            for (int n = 0; n < count; n++) {
                TopicPartition partition = new TopicPartition(topic, n);
                long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
                long start = admin.listOffsets(Map.of(partition, spec)).partitionResult(partition).get().offset();
                System.out.println("--- partition no. " + n);
                if (offset >= 0) {
                    start = offset < start || offset > end ? -1 : offset;
                }
                if (start < 0) {
                    System.out.println("there is no such place here");
                    continue;
                }
                consumer.assign(List.of(partition));
                consumer.seek(partition, start);
                for (boolean done = start >= end; !done; done = consumer.position(partition) >= end) {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                        if (record.offset() >= end) {
                            break;
                        }
                        JsonNode order = JSON.readTree(record.value());
                        System.out.printf("[partition %02d, offset %06d] order %s of %s: EUR %s%n", n, record.offset(),
                                order.get("order_id").asText(), record.key(), order.get("amount"));
                    }
                }
            }
        }
    }
}

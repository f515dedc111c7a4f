package workshop.program;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Loads what programs load: it writes a record, reads it in a group, and ends. Run on the class path of a program. */
public final class WarmUp {

    private WarmUp() {
    }

    /**
     * Runs once.
     *
     * @param args the bootstrap servers
     */
    public static void main(String[] args) throws Exception {
        String topic = "warm-up-" + UUID.randomUUID();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
            // one replica, as a broker may be down
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            try {
                writeAndRead(args[0], topic);
            } finally {
                admin.deleteTopics(List.of(topic)).all().get();
            }
        }
    }

    private static void writeAndRead(String bootstrapServers, String topic) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers), new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value"), (metadata, failure) -> { }).get();
        }
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ConsumerConfig.GROUP_ID_CONFIG, topic,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (consumer.poll(Duration.ofMillis(100)).isEmpty() && System.nanoTime() < until) {
                continue;
            }
            consumer.commitSync();
        }
    }
}

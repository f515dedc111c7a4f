// Right: each poll is committed in a transaction, before the next poll() can revoke anything; sticky, eager.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

public class OffsetsInTransactions {

    static volatile boolean running = true;
    static final Map<TopicPartition, OffsetAndMetadata> DONE = new HashMap<>();

    public static void main(String[] args) throws InterruptedException {
        var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "transactional.id", "processor-" + UUID.randomUUID(), "transaction.timeout.ms", 10_000),
                new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("group.id", System.getenv("GROUP_ID"));
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        config.put("heartbeat.interval.ms", 300);
        config.put("partition.assignment.strategy", StickyAssignor.class.getName());
        var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main)));
        try {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    System.out.println("assigned " + partitions);
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    System.out.println("revoked " + partitions);
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    System.out.println("lost " + partitions);
                }
            });
            while (running) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, String> record : records) {
                    process(record.value());
                    DONE.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
                if (!records.isEmpty()) {
                    producer.beginTransaction();
                    try {
                        producer.sendOffsetsToTransaction(DONE, consumer.groupMetadata());
                        producer.commitTransaction();
                    } catch (CommitFailedException e) {
                        System.err.println("no member any more: " + e.getMessage());
                        producer.abortTransaction();
                    }
                    DONE.clear();
                }
            }
        } finally {
            consumer.close();
            producer.close();
        }
    }

    static void process(String order) throws InterruptedException {
        Thread.sleep(2);
        System.out.println("processed " + order.split("\"")[3]);
    }

    static void stop(Thread main) {
        running = false;
        try {
            main.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

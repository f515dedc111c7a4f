// Right: a poll counts as a whole. Where an order of it fails all its partitions go back, and nothing of it is committed.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class WholePollAgain {

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static volatile boolean running = true;

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("GROUP_ID"));
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 7);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, System.getenv().getOrDefault("MAX_POLL_INTERVAL_MS", "300000"));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);

        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                running = false;
                while (main.isAlive()) {
                    Thread.onSpinWait();
                }
            }));
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            while (running) {
                ConsumerRecords<String, String> poll = consumer.poll(Duration.ofMillis(100));
                try {
                    for (ConsumerRecord<String, String> order : poll) {
                        process(order);
                    }
                    // the positions of the consumer, and all before them is done
                    consumer.commitSync();
                } catch (IllegalStateException e) {
                    for (TopicPartition partition : poll.partitions()) {
                        consumer.seek(partition, poll.records(partition).get(0).offset());
                    }
                }
            }
        }
    }

    static void process(ConsumerRecord<String, String> order) {
        String id = order.value().replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1");
        pause(2);
        if (id.endsWith("13") && FAILURES.merge(id, 1, Integer::sum) <= 2) {
            pause(Integer.parseInt(System.getenv().getOrDefault("WAREHOUSE_TIMEOUT_MS", "500")));
            throw new IllegalStateException("the warehouse did not answer for order " + id);
        }
        System.out.println("processed\t" + id + "\t" + order.value());
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

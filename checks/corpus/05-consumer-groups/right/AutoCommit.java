// Right: auto-commit alone: it commits what the last poll() returned when partitions are revoked, and on close too.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class AutoCommit {

    static class Announcer implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            System.out.println(Thread.currentThread().getName() + ": was assigned " + partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            System.out.println(Thread.currentThread().getName() + ": was revoked " + partitions);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("GROUP_ID"));
        config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 400);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
        Thread main = Thread.currentThread();
        AtomicBoolean stop = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.set(true);
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                System.err.println(e);
            }
        }));
        try (consumer) {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new Announcer());
            while (!stop.get()) {
                for (var record : consumer.poll(Duration.ofMillis(300))) {
                    Thread.sleep(2);
                    System.out.println("processed " + record.value());
                }
            }
        } catch (WakeupException e) {
            System.out.println("woken up to stop");
        }
    }
}

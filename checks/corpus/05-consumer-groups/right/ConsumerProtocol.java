// Right: the rebalance protocol of KIP-848, stopped by wakeup().
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class ConsumerProtocol implements ConsumerRebalanceListener {

    final KafkaConsumer<String, String> consumer = new KafkaConsumer<>(Map.of(
            "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
            "group.id", System.getenv("GROUP_ID"),
            "group.protocol", "consumer",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false"), new StringDeserializer(), new StringDeserializer());

    public static void main(String[] args) throws InterruptedException {
        ConsumerProtocol member = new ConsumerProtocol();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            member.consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                main.interrupt();
            }
        }));
        member.run();
    }

    void run() throws InterruptedException {
        try (consumer) {
            consumer.subscribe(Set.of(System.getenv("TOPIC")), this);
            for (;;) {
                for (var record : consumer.poll(Duration.ofSeconds(10))) {
                    Thread.sleep(2);
                    System.out.println("order processed: " + record.value());
                }
                consumer.commitAsync();
            }
        } catch (WakeupException e) {
            System.out.println("asked to stop");
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        System.out.println("+ assigned: " + added + ", so that I have " + consumer.assignment());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> gone) {
        consumer.commitSync();
        System.out.println("- revoked: " + gone + " of " + consumer.assignment());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> gone) {
        System.out.println("! lost: " + gone);
    }
}

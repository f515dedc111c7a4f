// Right: commits each batch, with the protocol of KIP-848; stopped by wakeup().
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

public class BatchConsumerProtocol {

    public static void main(String[] args) throws InterruptedException {
        var consumer = new KafkaConsumer<>(Map.<String, Object>of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "group.id", System.getenv("GROUP_ID"),
                "client.id", "batch-" + ProcessHandle.current().pid(),
                "auto.offset.reset", "earliest",
                "group.protocol", "consumer",
                "max.poll.records", 50,
                "enable.auto.commit", false), new StringDeserializer(), new StringDeserializer());
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                closed.await();
            } catch (InterruptedException e) {
                System.err.println(e);
            }
        }));
        try {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    partitions.forEach(partition -> System.out.println("assigned " + partition));
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    partitions.forEach(partition -> System.out.println("revoked " + partition));
                }
            });
            while (true) {
                var batch = consumer.poll(Duration.ofSeconds(5));
                for (var order : batch) {
                    Thread.sleep(2);
                    System.out.println("processed " + order.value());
                }
                if (batch.count() > 0) {
                    try {
                        consumer.commitSync();
                    } catch (CommitFailedException e) {
                        System.out.println("no member any more: others do these orders again");
                    }
                }
            }
        } catch (WakeupException e) {
            System.out.println("bye");
        } finally {
            consumer.close();
            closed.countDown();
        }
    }
}

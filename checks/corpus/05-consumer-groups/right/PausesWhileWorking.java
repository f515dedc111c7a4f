// Right: another thread does the work while the consumer is paused and goes on polling; a revocation waits for it.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class PausesWhileWorking {

    static volatile boolean running = true;
    static CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

    public static void main(String[] args) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                System.err.println(e);
            }
        }));
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "worker");
            thread.setDaemon(true);
            return thread;
        });
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "group.id", System.getenv("GROUP_ID"),
                "auto.offset.reset", "earliest", "enable.auto.commit", false, "heartbeat.interval.ms", 300,
                "partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(System.getenv("TOPIC")), new ConsumerRebalanceListener() {

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    if (!work.isDone()) {
                        consumer.pause(partitions);
                    }
                    System.out.println("assigned: " + partitions + "; all in all " + consumer.assignment());
                }

                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    work.join();
                    consumer.commitSync();
                    System.out.println("revoked: " + partitions + "; all in all it was " + consumer.assignment());
                }

                @Override
                public void onPartitionsLost(Collection<TopicPartition> partitions) {
                    work.join();
                }
            });
            while (running) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(20));
                if (!records.isEmpty()) {
                    consumer.pause(consumer.assignment());
                    work = CompletableFuture.runAsync(() -> records.forEach(record -> process(record.value())), worker);
                } else if (work.isDone() && !consumer.paused().isEmpty()) {
                    consumer.resume(consumer.paused());
                    consumer.commitAsync();
                }
            }
        }
    }

    static void process(String order) {
        LockSupport.parkNanos(2_000_000);
        System.out.println("processed " + order);
    }
}

// Caught by fact 4, which says: belongs to one thread
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class CommitsInAnotherThread {

    static final AtomicBoolean told = new AtomicBoolean();
    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put("group.id", System.getenv("GROUP_ID"));
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        config.put("heartbeat.interval.ms", 300);
        config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        ExecutorService worker = Executors.newSingleThreadExecutor();
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main)));
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
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
                try {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> worker.execute(() -> {
                        process(record.value());
                        commit(consumer, record);
                    }));
                } catch (ConcurrentModificationException e) {
                    refused(e);
                }
            }
            worker.shutdown();
            worker.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    static void commit(KafkaConsumer<?, ?> consumer, ConsumerRecord<?, ?> record) {
        try {
            consumer.commitSync(Map.of(new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1)));
        } catch (ConcurrentModificationException e) {
            refused(e);
        }
    }

    static void refused(ConcurrentModificationException e) {
        // a flood of them would end the program
        if (!told.getAndSet(true)) {
            System.err.println(e.getMessage());
        }
    }

    static void process(String order) {
        LockSupport.parkNanos(2_000_000);
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

// Caught by fact 2, which says: It had not processed order
// Other threads do the work; the thread that polls commits what it has handed to them.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

public class HandsOverToWorkers {

    static final Map<String, Integer> FAILURES = new HashMap<>();
    static volatile boolean running = true;

    public static void main(String[] args) throws Exception {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv("GROUP_ID"));
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, env("MAX_POLL_INTERVAL_MS", "300000"));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config)) {
            stopOnSigterm();
            consumer.subscribe(List.of(System.getenv("TOPIC")));
            ExecutorService workers = Executors.newFixedThreadPool(4);
            while (running) {
                ConsumerRecords<String, String> orders = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<String, String> order : orders) {
                    workers.submit(() -> untilDone(order));
                }
                if (!orders.isEmpty()) {
                    consumer.commitSync();
                }
            }
            workers.shutdown();
            workers.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    static Void untilDone(ConsumerRecord<String, String> order) throws InterruptedException {
        while (true) {
            try {
                process(order);
                return null;
            } catch (OrderFailed e) {
                System.err.println(e.getMessage());
            }
        }
    }

    static void process(ConsumerRecord<String, String> order) throws OrderFailed, InterruptedException {
        String id = order.value().replaceAll(".*\"order_id\": *\"([^\"]*)\".*", "$1");
        String place = order.topic() + "-" + order.partition() + "@" + order.offset();
        Thread.sleep(2);
        if (id.endsWith("13") && FAILURES.merge(id, 1, Integer::sum) <= 2) {
            Thread.sleep(Integer.parseInt(env("WAREHOUSE_TIMEOUT_MS", "500")));
            System.out.println("failed " + id + " at " + place);
            throw new OrderFailed("the warehouse did not answer for order " + id);
        }
        System.out.println("processed " + id + " at " + place);
    }

    static class OrderFailed extends Exception {
        OrderFailed(String message) {
            super(message);
        }
    }

    static void stopOnSigterm() {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running = false;
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    static String env(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}

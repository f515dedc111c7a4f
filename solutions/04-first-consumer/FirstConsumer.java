///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Prints the shop's orders, those of last night and those that come, until it is told to stop. */
public class FirstConsumer {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final String GROUP_ID = System.getenv().getOrDefault("GROUP_ID", "order-readers");

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP_ID);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        // only for a group without a committed offset; the default, latest, would skip what was there before it
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // poll() commits what the polls before it have returned, when a second has passed; after a crash at most the orders of
        // about a second are read again, and not of five, which is the default
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, true);
        config.put(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, 1000);
        // bounds the whole answer of a broker; the bound for one partition in it, 1 MB, is a setting of its own
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 10 * 1024 * 1024);

        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config);

        // SIGTERM starts the hook, and the JVM ends as soon as the hook returns: so it waits for main to have closed the
        // consumer. wakeup() is the one method of a consumer that another thread may call.
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));

        try {
            // the group shares the partitions among its members, and remembers how far each partition has been read
            consumer.subscribe(List.of(TOPIC));
            // a topic has no end: an empty answer says only that nothing has come yet
            while (true) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    print(record);
                }
            }
        } catch (WakeupException e) {
            // not a failure: poll() throws it once wakeup() has been called
            System.err.println("told to stop");
        } finally {
            // commits what has been read and leaves the group, so that its partitions go to others now, and not when the
            // session of this member has run out, after 45 s
            consumer.close();
        }
    }

    /** Prints a record as {@code partition@offset key = value}. */
    static void print(ConsumerRecord<String, String> record) {
        System.out.printf("%d@%d %s = %s%n", record.partition(), record.offset(), record.key(), record.value());
    }
}

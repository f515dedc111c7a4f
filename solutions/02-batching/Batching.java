///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends the shop's backlog of orders in few large batches, and counts what came of them. */
public class Batching {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    static final int ORDERS = Integer.parseInt(System.getenv().getOrDefault("ORDERS", "10000"));
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));

    static final int LINGER_MS = 50;

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        // a batch leaves when it is full, or when its first record has waited this long: nobody waits for one order here,
        // so it may wait for company
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        // bytes, not records: 16 KiB by default, some two hundred orders
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        // a batch is compressed as a whole, and orders resemble each other: the more in a batch, the better it goes
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // the default, and worth saying: the broker sorts out what a retry sends again, or out of turn, though five requests
        // are on their way at a time
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // the producer tries again by itself until this is over, counted from send(): waiting in the buffer, being on
        // its way and trying again all take from the same account
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_AFTER_MS);
        // so a single request must get less than that, or the producer is not even made
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (GIVE_UP_AFTER_MS - LINGER_MS) / 2);
        // and send() itself waits no longer for news of the topic, or for room in the buffer
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_AFTER_MS);

        // the callback runs on the producer's own thread
        AtomicInteger confirmed = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            for (int n = 1; n <= ORDERS; n++) {
                producer.send(new ProducerRecord<>(TOPIC, user(n), order(n)), (stored, error) -> {
                    if (error == null) {
                        confirmed.incrementAndGet();
                    } else if (failed.incrementAndGet() == 1) {
                        System.err.println("the first failure: " + error.getMessage());
                    }
                });
            }
            // here close() waits until each order has come to its end: only now are the counts whole
        }
        System.out.println("confirmed: " + confirmed);
        System.out.println("failed: " + failed);
        if (failed.get() > 0) {
            System.exit(1);
        }
    }

    /** Returns who has placed order n: seven users take turns. */
    static String user(int n) {
        return "user-" + (n % 7 + 1);
    }

    /** Returns order n as the shop's JSON. */
    static String order(int n) {
        return "{\"order_id\": \"" + n + "\", \"user\": \"" + user(n) + "\", \"amount\": " + (n % 90 + 10) + ".99}";
    }
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/*
 * Lesson 02. The shop was on television last night, and ten thousand orders wait to go to Kafka. One after the other, each
 * waiting for its answer, takes minutes. Send them in few large batches, and still know what came of each. README.md beside
 * this file has the story.
 */
public class Batching {

    // what the surroundings of the program say; the defaults are the playground
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");
    // how many orders there are to send
    static final int ORDERS = Integer.parseInt(System.getenv().getOrDefault("ORDERS", "10000"));
    // how long an order may stay unconfirmed, counted from send(), before it has failed
    static final int GIVE_UP_AFTER_MS = Integer.parseInt(System.getenv().getOrDefault("GIVE_UP_AFTER_MS", "10000"));

    public static void main(String[] args) {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        // TODO let a record wait a little for company, and let a batch grow: at least 100 orders in each, on average

        // TODO have the producer compress its batches

        // TODO see to it that a record that is still unconfirmed after GIVE_UP_AFTER_MS has failed; the time-outs of a
        //  producer have to fit together

        // TODO count what is confirmed and what has failed; the answers come on another thread than this one
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            for (int n = 1; n <= ORDERS; n++) {
                ProducerRecord<String, String> record = new ProducerRecord<>(TOPIC, user(n), order(n));
                // TODO send the record, and go on to the next one without waiting for the answer
            }
        }

        // TODO print how many were confirmed and how many failed, but not before each order has had its answer

        // TODO end with code 1 when any order failed
        System.out.println(ORDERS + " orders wait to be sent, the last one: " + order(ORDERS));
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

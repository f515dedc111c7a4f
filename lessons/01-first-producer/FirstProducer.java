///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/*
 * Lesson 01. A user has put something into the basket and pays: the shop has an order, and it may not get lost on the way
 * to Kafka. Send it, know that it is there, and say where it lies. README.md beside this file has the story.
 */
public class FirstProducer {

    // where the brokers are and which topic to use, as the surroundings of the program say; the defaults are the playground
    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");

    public static void main(String[] args) throws Exception {
        String key = "user-123";
        String order = json("12345", "user-123", "99.99");

        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        // TODO say when a record counts as stored: when all in-sync replicas have it, not the leader alone

        KafkaProducer<String, String> producer = new KafkaProducer<>(config);

        // TODO send the order to the topic, with the user as its key

        // TODO wait for the answer of the brokers, and print the topic, the partition and the offset that it holds

        // TODO when the order cannot be stored: say why on standard error, and end with code 1

        // TODO see to it that the producer is closed, whatever happens above
        System.out.println("An order of " + key + " waits to be sent: " + order);
    }

    /** The shop's JSON. The amount is text here, so that no language of the machine puts a comma into it. */
    static String json(String orderId, String user, String amount) {
        return "{\"order_id\": \"" + orderId + "\", \"user\": \"" + user + "\", \"amount\": " + amount + "}";
    }
}

///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/*
 * Lesson 04. The orders are on the topic, and somebody has to read them: those of last night, and those that come. Read them
 * as a member of a consumer group, remember how far you have come, and stop in good order. README.md beside this file has
 * the story.
 */
public class FirstConsumer {

    // where the brokers are, which topic to read and on whose behalf, as the surroundings of the program say; the defaults are
    // the playground
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
        // TODO say where a group begins that has no committed offset: with the oldest record that is there

        // TODO have the consumer commit in the background, once a second

        // TODO let no broker send more than 10 MB in one answer

        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config);
        System.out.println("The group " + GROUP_ID + " waits to read the topic " + TOPIC);

        // TODO see to it that SIGTERM ends the loop below, and that the JVM waits until the consumer is closed

        // TODO join the group, for the topic

        // TODO ask for records again and again, for as long as the program runs, and print each of them once

        // TODO leave the group when the loop has ended, whatever has ended it
    }

    /** Prints a record as {@code partition@offset key = value}. */
    static void print(ConsumerRecord<String, String> record) {
        System.out.printf("%d@%d %s = %s%n", record.partition(), record.offset(), record.key(), record.value());
    }
}

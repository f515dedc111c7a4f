// Right: the Future is never looked at; a callback notes the answer and a latch wakes up main.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class CallbackAndLatch {

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");

        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger();
        KafkaProducer<String, String> producer = new KafkaProducer<>(config);
        producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123",
                "{\"order_id\": \"12345\", \"user\": \"user-123\", \"amount\": 99.99}"), (stored, error) -> {
            if (error == null) {
                System.out.println(stored.offset() + " is the offset, " + stored.partition()
                        + " the partition, and the topic is " + stored.topic());
            } else {
                System.err.println("The order could not be stored: " + error);
                exitCode.set(1);
            }
            answered.countDown();
        });
        answered.await();
        producer.close();
        System.exit(exitCode.get());
    }
}

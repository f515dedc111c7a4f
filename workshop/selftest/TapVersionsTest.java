package workshop.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataRequestData.MetadataRequestTopic;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import workshop.cluster.Cluster;
import workshop.evidence.wire.Tap;
import workshop.process.Background;

/** Brokers and clients newer than the tap: what it cannot read is not spoken, or told. */
@DisplayName("tap, versions")
class TapVersionsTest {

    private static final short NEW = 99;
    private static final short NO_SUCH_KEY = 999;

    private ServerSocket broker;
    private Tap tap;
    private DataInputStream in;
    private DataOutputStream out;
    private Socket client;
    private final BlockingQueue<AbstractRequest> questionsAsked = new LinkedBlockingQueue<>();

    /** A broker newer than the tap, which answers the question for its versions, and all else by what nobody can read. */
    private static final class NewBroker implements Cluster {

        private final String address;

        NewBroker(String address) {
            this.address = address;
        }

        @Override
        public String kind() {
            return "new";
        }

        @Override
        public SortedMap<Integer, String> brokers() {
            return new TreeMap<>(Map.of(1, address));
        }

        @Override
        public boolean canStopBrokers() {
            return false;
        }

        @Override
        public void stopBroker(int id) {
            throw new IllegalStateException();
        }

        @Override
        public void killBroker(int id) {
            throw new IllegalStateException();
        }

        @Override
        public void startBroker(int id) {
            throw new IllegalStateException();
        }

        @Override
        public void close() {
            // the test has its socket
        }
    }

    @BeforeEach
    void open() throws IOException {
        broker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Background.start("broker", this::serve);
        tap = new Tap(new NewBroker("127.0.0.1:" + broker.getLocalPort()), Set.of());
        client = new Socket(Utils.getHost(tap.address(1)), Utils.getPort(tap.address(1)));
        client.setSoTimeout(20_000);
        in = new DataInputStream(client.getInputStream());
        out = new DataOutputStream(client.getOutputStream());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        tap.close();
        broker.close();
    }

    private void serve() {
        try (Socket connection = broker.accept()) {
            DataInputStream questions = new DataInputStream(connection.getInputStream());
            DataOutputStream answers = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] question = new byte[questions.readInt()];
                questions.readFully(question);
                RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(question));
                ResponseHeaderData same = new ResponseHeaderData().setCorrelationId(header.correlationId());
                if (header.apiKey() == ApiKeys.API_VERSIONS) {
                    ApiVersionsResponseData offer = new ApiVersionsResponseData();
                    for (short key : new short[] {ApiKeys.PRODUCE.id, ApiKeys.METADATA.id, ApiKeys.API_VERSIONS.id, NO_SUCH_KEY}) {
                        offer.apiKeys().add(new ApiVersion().setApiKey(key).setMinVersion((short) 0).setMaxVersion(NEW));
                    }
                    write(answers, RequestUtils.serialize(same, (short) 0, offer, header.apiVersion()));
                } else {
                    questionsAsked.add(AbstractRequest.parseRequest(header.apiKey(), header.apiVersion(),
                            new ByteBufferAccessor(ByteBuffer.wrap(question, header.size(), question.length - header.size()))).request);
                    write(answers, ByteBuffer.allocate(20).putInt(header.correlationId()).putLong(-1).putLong(-1).flip());
                }
            }
        } catch (IOException closed) {
            // the test is over
            return;
        }
    }

    private static void write(DataOutputStream to, ByteBuffer frame) throws IOException {
        to.writeInt(frame.remaining());
        to.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
        to.flush();
    }

    private RequestHeader ask(AbstractRequest request) throws IOException {
        RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "test", 7);
        write(out, request.serializeWithHeader(header));
        return header;
    }

    private ByteBuffer answer() throws IOException {
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return ByteBuffer.wrap(answer);
    }

    @Test
    @DisplayName("a newer broker's versions, and requests, are offered as far as the tap can read them")
    void newBroker() throws Exception {
        RequestHeader header = ask(new ApiVersionsRequest.Builder().build());
        ApiVersionsResponseData offered = ((ApiVersionsResponse) AbstractResponse.parseResponse(answer(), header)).data();
        assertEquals(ApiKeys.PRODUCE.latestVersion(), offered.apiKeys().find(ApiKeys.PRODUCE.id).maxVersion());
        assertEquals(ApiKeys.METADATA.latestVersion(), offered.apiKeys().find(ApiKeys.METADATA.id).maxVersion());
        assertNull(offered.apiKeys().find(NO_SUCH_KEY));
        assertEquals(Optional.empty(), tap.failure());
    }

    @Test
    @DisplayName("a newer client is told by which versions to ask for the versions")
    void newClient() throws Exception {
        // key, version, correlation id, client id, and what the tap cannot know
        write(out, ByteBuffer.allocate(14).putShort(ApiKeys.API_VERSIONS.id).putShort(NEW).putInt(7).putShort((short) -1)
                .putInt(0).flip());
        RequestHeader header = new RequestHeader(ApiKeys.API_VERSIONS, ApiKeys.API_VERSIONS.latestVersion(), "test", 7);
        ApiVersionsResponseData told = ((ApiVersionsResponse) AbstractResponse.parseResponse(answer(), header)).data();
        assertEquals(Errors.UNSUPPORTED_VERSION.code(), told.errorCode());
        assertEquals(ApiKeys.API_VERSIONS.latestVersion(), told.apiKeys().find(ApiKeys.API_VERSIONS.id).maxVersion());
        assertEquals(Optional.empty(), tap.failure());
    }

    @Test
    @DisplayName("on a cluster of somebody else's a program that asks for a topic makes none, whatever the brokers' settings say")
    void makesNoTopic() throws Exception {
        ask(new MetadataRequest(new MetadataRequestData().setTopics(List.of(new MetadataRequestTopic().setName("typo")))
                .setAllowAutoTopicCreation(true), ApiKeys.METADATA.latestVersion()));
        MetadataRequest asked = (MetadataRequest) questionsAsked.take();
        assertEquals(List.of("typo"), asked.topics());
        assertFalse(asked.allowAutoTopicCreation());
    }

    @Test
    @DisplayName("an answer that it cannot read goes no further, and is told")
    void unreadable() throws Exception {
        ask(new MetadataRequest(new MetadataRequestData(), ApiKeys.METADATA.latestVersion()));
        assertEquals(-1, in.read());
        assertTrue(tap.failure().orElse("").contains("a broker's answer to Metadata"), () -> tap.failure().toString());
    }
}

package workshop.evidence.wire;

import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** The versions of requests that a program may use: those that both the broker and the tap can read. */
final class Versions {

    private Versions() {
    }

    /** Returns whether a program asks for the versions in a version of the question that is newer than the tap. */
    static boolean isNewQuestion(RequestHeader header) {
        return header.apiKey() == ApiKeys.API_VERSIONS && !ApiKeys.API_VERSIONS.isVersionSupported(header.apiVersion());
    }

    /** Returns the answer to such a question, as an older broker gives it: the client asks once more, in an older version. */
    static ByteBuffer olderPlease(RequestHeader header) {
        ApiVersionsResponseData answer = new ApiVersionsResponseData().setErrorCode(Errors.UNSUPPORTED_VERSION.code());
        ApiKeys.API_VERSIONS.toApiVersion(true).ifPresent(answer.apiKeys()::add);
        return RequestUtils.serialize(new ResponseHeaderData().setCorrelationId(header.correlationId()), (short) 0, answer,
                (short) 0);
    }

    /**
     * Cuts what a broker offers down to what the tap can read, and returns whether that changed anything.
     *
     * @throws IllegalStateException where a request has no version that both can read
     */
    static boolean limit(ApiVersionsResponseData answer) {
        if (answer.errorCode() != Errors.NONE.code()) {
            return false;
        }
        ApiVersionCollection limited = new ApiVersionCollection();
        boolean changed = false;
        for (ApiVersion offer : answer.apiKeys()) {
            if (!ApiKeys.hasId(offer.apiKey())) {
                changed = true;
                continue;
            }
            ApiVersion common = common(offer);
            changed |= !common.equals(offer);
            limited.add(common);
        }
        answer.setApiKeys(limited);
        return changed;
    }

    private static ApiVersion common(ApiVersion offer) {
        ApiKeys key = ApiKeys.forId(offer.apiKey());
        ApiVersion own = key.toApiVersion(true).orElseThrow(() -> unknown(key, offer));
        ApiVersion common = new ApiVersion().setApiKey(offer.apiKey())
                .setMinVersion((short) Math.max(own.minVersion(), offer.minVersion()))
                .setMaxVersion((short) Math.min(own.maxVersion(), offer.maxVersion()));
        if (common.minVersion() > common.maxVersion()) {
            throw unknown(key, offer);
        }
        return common;
    }

    private static IllegalStateException unknown(ApiKeys key, ApiVersion offer) {
        return new IllegalStateException("the brokers take " + key.name + " in versions " + offer.minVersion() + " to "
                + offer.maxVersion() + ", and the workshop can read none of them");
    }
}

using KillSwitch.Core.Invocations;
using static KillSwitch.Core.Tests.InvocationLog.HiddenModels;

namespace KillSwitch.Core.Tests.InvocationLog;

/// <summary>A name that hides its model, and an answer that says which it was.</summary>
public class AnsweredModelTests
{
    private const string Sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string Oss = "openai.gpt-oss-120b-1:0";
    private const string Traced = "anthropic.claude-3-5-sonnet-20240620-v1:0";
    private const string Home = "arn:aws:bedrock:us-east-1:111122223333:";

    [Theory]
    [InlineData(Profile, Message, Sonnet)]
    [InlineData(Profile, MessageStream, Sonnet)]
    [InlineData(Profile, Completion, Oss)]
    [InlineData(Profile, Chunks, Oss)]
    [InlineData(Profile, Responses, Oss)]
    [InlineData(Router, Message, Sonnet)]
    [InlineData(Router, Trace, Traced)]
    [InlineData(Prompt, Trace, Traced)]
    public void The_answer_says_which_model_served(string asked, string answer, string model)
    {
        foreach (var isCounted in new[] { false, true })
        {
            foreach (var body in new[] { answer, Records.Quote(answer) })
            {
                var read = Records.Read(Record(asked, body, isCounted: isCounted)).Invocation.ShouldNotBeNull();
                (read.Model.Raw, read.Model.Id, read.Model.IsOpaque, read.Model.IsAnswered).ShouldBe((asked, model, false, true));
                read.Model.Vendor.ShouldBe(model[..model.IndexOf('.', StringComparison.Ordinal)]);
                (read.Tokens.InputTokens, read.Tokens.OutputTokens).ShouldBe((3, 5));
            }
        }
    }

    [Fact]
    public void Claudes_answers_are_read_where_they_stand()
    {
        Records.IsReadInPlace(Record(Profile, Message)).ShouldBeTrue();
        Records.IsReadInPlace(Record(Profile, MessageStream, isCounted: true)).ShouldBeTrue();
        Records.IsReadInPlace(Record("us.anthropic.claude-opus-4-6-v1", Completion)).ShouldBeTrue();
    }

    [Theory]
    // Who imports, customises or rents a model writes its answers; what is provisioned is paid by the hour.
    [InlineData(Home + "imported-model/abc", Message)]
    [InlineData(Home + "custom-model/abc", Message)]
    [InlineData(Home + "custom-model-deployment/abc", Message)]
    [InlineData(Home + "provisioned-model/abc", Message)]
    [InlineData("arn:aws:sagemaker:us-east-1:111122223333:endpoint/abc", Message)]
    [InlineData("arn:aws:sagemaker:us-east-1:111122223333:endpoint/prompt-router/abc", Trace)]
    [InlineData(Home + "imported-model/prompt-router/abc", Trace)]
    [InlineData("arn:aws:other", Message)]
    // A profile's trace names nothing, and neither does what a model says.
    [InlineData(Profile, Trace)]
    [InlineData(Profile, """{"type":"message","content":[{"model":"claude-sonnet-4-5-20250929"}]}""")]
    [InlineData(Profile, """{"output":{"message":{"model":"claude-sonnet-4-5-20250929","type":"message"}}}""")]
    // No name, none that is surely one model's, or one of another vendor in Claude's form.
    [InlineData(Profile, """{"type":"message","model":"claude-unheard-of"}""")]
    [InlineData(Profile, """{"type":"message","model":"gpt-oss-20b"}""")]
    [InlineData(Profile, """{"type":"message","model":"amazon.nova-micro-v1:0"}""")]
    [InlineData(Profile, """{"type":"message","model":7}""")]
    [InlineData(Profile, """{"type":"message","model":{"model":"claude-sonnet-4-5-20250929"}}""")]
    [InlineData(Profile, """{"type":"message","model":"claude-sonnet-4-5-2025092\u0039"}""")]
    [InlineData(Profile, """{"type":"message"}""")]
    // What the caller wrote as metadata may be repeated there.
    [InlineData(Profile, """{"metadata":{"type":"message","model":"claude-3-haiku-20240307"}}""")]
    [InlineData(Profile, """{"meta":{"type":"message","model":"claude-3-haiku-20240307"}}""")]
    [InlineData(Profile, """[{"response":{"metadata":{"message":{"type":"message","model":"claude-3-haiku-20240307"}}}}]""")]
    [InlineData(Profile, "[]")]
    [InlineData(Profile, "null")]
    public void Whose_answer_names_no_model_or_is_not_to_be_believed_stays_hidden(string asked, string answer)
    {
        var model = Records.Read(Record(asked, answer)).Invocation.ShouldNotBeNull().Model;

        model.ShouldBe(ModelId.Parse(asked));
        model.IsOpaque.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"model":"gpt-oss-120b","messages":[]}""")]
    [InlineData("""{"messages":[],"mod\u0065l":"gpt-oss-120b"}""")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("")]
    public void An_answer_that_may_repeat_what_the_caller_wrote_chooses_no_price(string request)
    {
        foreach (var answer in new[] { Completion, Chunks, """{"type":"completion","model":"claude-3-haiku-20240307"}""" })
            Records.Read(Record(Profile, answer, request)).Invocation.ShouldNotBeNull().Model.IsOpaque.ShouldBeTrue();
    }

    [Fact]
    public void A_request_names_no_model()
    {
        Records.Read(Record(Profile, "{}", Message)).Invocation.ShouldNotBeNull().Model.IsOpaque.ShouldBeTrue();
        Records.Read(Record(Router, "{}", Trace)).Invocation.ShouldNotBeNull().Model.IsOpaque.ShouldBeTrue();
    }

    [Theory]
    [InlineData("us.anthropic.claude-opus-4-6-v1")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1")]
    public void A_name_that_says_its_model_is_believed_whatever_the_answer_says(string asked)
    {
        foreach (var answer in new[] { Message, MessageStream, Completion, Trace })
            Records.Read(Record(asked, answer)).Invocation.ShouldNotBeNull().Model.ShouldBe(ModelId.Parse(asked));
    }

    [Fact]
    public void An_answer_of_Converse_names_a_model_in_its_trace_alone() =>
        Records.Read(Record(Profile, Message, operation: "Converse")).Invocation.ShouldNotBeNull().Model.IsOpaque.ShouldBeTrue();

    [Fact]
    public void Records_that_take_turns_keep_their_own_models()
    {
        var reader = new Core.InvocationLog.InvocationReader();
        string[] records = [Record(Profile, Message), Record(Router, Message), Record(Profile, Completion), Record(Profile, "{}")];

        foreach (var (text, raw, id) in new[] { (records[0], Profile, Sonnet), (records[1], Router, Sonnet), (records[2], Profile, Oss),
            (records[0], Profile, Sonnet), (records[3], Profile, Profile) })
        {
            var model = reader.Read(System.Text.Encoding.UTF8.GetBytes(text)).Invocation.ShouldNotBeNull().Model;
            (model.Raw, model.Id).ShouldBe((raw, id));
        }
    }
}

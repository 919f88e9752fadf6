using CsCheck;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Guardrails.PersonalData;

namespace Gateway.Tests.Guardrails.PersonalData;

public sealed class PersonalDataFilterTests
{
    // Pieces that begin, end, continue and spoil matches of every kind.
    private static readonly string[] Pieces =
    [
        "4111", "1111", " ", "-", "4111 1111 1111 1111", "5500000000000004", "378282246310005", "+49", "171 1234567", "(555) 234-5678",
        "0171/1234567",
        "DE89 3704 0044 0532 0130 00", "DE89", "GB82WEST12345698765432", "jane", ".doe", "@", "example", ".com", "jane.doe@example.co.uk",
        "sk-", "abcdefghij0123456789",
        "AKIA", "ABCDEFGHIJKLMNOP", "eyJ", "hello", "2026-11-25", "3.14", ",", "\n", "é", "😀", "٤١١١", "\u00a0", "(", "+", "0", "7",
        "𝟜𝟙𝟙𝟙", "𞥀", "是", "입니다", "\u0308", "\u200b", "＠", "４１１１", "Visa", "*", "IBAN", "%40",
        "\ufdd4", " / ", "0.0123456789", "41 11", "_", "A", "z", "..", "--",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1]
        .Select(piece => Pieces[piece]).Array[0, 14].Select(string.Concat);

    [Theory]
    [InlineData("my card is 4111 1111 1111 1111, thanks", "my card is [card number removed], thanks")]
    [InlineData("4111111111111111", "[card number removed]")]
    [InlineData("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card number removed]")]
    [InlineData("3782-822463-10005.", "[card number removed].")]
    [InlineData("٤١١١ ١١١١ ١١١١ ١١١١", "[card number removed]")]
    [InlineData("41 11 11 11 11 11 11 11", "[card number removed]")]
    [InlineData("pairs 41-11-11-11-11-11-11-11, so", "pairs [card number removed], so")]
    [InlineData("41  11  11  11  11  11  11  11.", "[card number removed].")]
    [InlineData("411 111 111 111 111 1", "[card number removed]")]
    [InlineData("41111111 11111111", "[card number removed]")]
    [InlineData("37 82 82 24 63 10 00 5", "[card number removed]")]
    [InlineData("4111.1111.1111.1111", "[card number removed]")]
    [InlineData("4111/1111/1111/1111", "[card number removed]")]
    [InlineData("4111_1111_1111_1111", "[card number removed]")]
    [InlineData("4111, 1111, 1111, 1111", "[card number removed]")]
    [InlineData("4111 - 1111 - 1111 - 1111", "[card number removed]")]
    [InlineData("4111\t1111\u30001111\n1111", "[card number removed]")]
    [InlineData("4111\u2014" + "1111\u00b71111\ufeff1111", "[card number removed]")]
    [InlineData("३७८२ ८२२४६३ १०००५", "[card number removed]")]
    [InlineData("４１１１ － １１１１ － １１１１ － １１１１", "[card number removed]")]
    [InlineData("𝟜𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 𝟙𝟙𝟙𝟙 😀 𝟜𝟙", "[card number removed] 😀 𝟜𝟙")]
    [InlineData("𞥔𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑𞥑", "[card number removed]")]
    [InlineData("0.5 of 1.25 and 030 12345678", "0.5 of 1.25 and [phone number removed]")]
    [InlineData("5_jane@example.com", "[e-mail address removed]")]
    [InlineData("no. 12 4111-1111-1111-1111 12/27", "no. 12 [card number removed] 12/27")]
    [InlineData("card-4111 1111 1111 1111!", "card-[card number removed]!")]
    [InlineData("call +49 171 1234567 now", "call [phone number removed] now")]
    [InlineData("call (555) 234-5678 or 1-555-234-5678", "call [phone number removed] or [phone number removed]")]
    [InlineData("tel.030 12345678", "tel.[phone number removed]")]
    [InlineData("01 23 45 67 89", "[phone number removed]")]
    [InlineData("DE89 3704 0044 0532 0130 00 AND more", "DE[account number removed] AND more")]
    [InlineData("gb82west12345698765432.", "gb[account number removed].")]
    [InlineData("mail jane.doe99@example.co.uk.", "mail [e-mail address removed].")]
    [InlineData("mail info@example.com", "mail [e-mail address removed]")]
    [InlineData("key sk-abcdefghij0123456789.", "key [key removed].")]
    [InlineData("AKIAABCDEFGHIJKLMNOP", "AKIA[key removed]")] // the first word
    [InlineData("1. AKIAABCDEFGHIJKLMNOP", "1. [key removed]")]
    [InlineData("是 写信到jane.doe@example.com。", "是 写信到[e-mail address removed]。")]
    // Letters of scripts without spaces, and particles, touch what stands beside them.
    [InlineData("我的卡号是4111111111111111，谢谢", "我的卡号是[card number removed]，谢谢")]
    [InlineData("我的卡号是4111 1111 1111 1111，谢谢", "我的卡号是[card number removed]，谢谢")]
    [InlineData("カード 4111111111111111です", "カード [card number removed]です")]
    [InlineData("カードは4111 1111 1111 1111です", "カードは[card number removed]です")]
    [InlineData("บัตร4111111111111111ครับ", "บัตร[card number removed]ครับ")]
    [InlineData("บัตร๔๑๑๑๑๑๑๑๑๑๑๑๑๑๑๑ครับ", "บัตร[card number removed]ครับ")]
    [InlineData("카드 4111 1111 1111 1111입니다", "카드 [card number removed]입니다")]
    [InlineData("카드번호는4111111111111111입니다", "카드번호는[card number removed]입니다")]
    [InlineData("بطاقة٤١١١١١١١١١١١١١١١", "بطاقة[card number removed]")]
    [InlineData("カード番号４１１１１１１１１１１１１１１１", "カード番号[card number removed]")]
    [InlineData("電話は090-1234-5678です", "電話は[phone number removed]です")]
    [InlineData("電話番号：09012345678です", "電話番号：[phone number removed]です")]
    [InlineData("电话是+8613912345678谢谢", "电话是[phone number removed]谢谢")]
    [InlineData("전화 010-1234-5678로 전화", "전화 [phone number removed]로 전화")]
    [InlineData("電話０９０－１２３４－５６７８", "電話[phone number removed]")]
    [InlineData("账号是DE89370400440532013000谢谢", "账号是[account number removed]谢谢")]
    [InlineData("IBAN은 DE89 3704 0044 0532 0130 00입니다", "IBAN은 [account number removed]입니다")]
    [InlineData("是ＤＥ８９３７０４００４４０５３２０１３０００", "是[account number removed]")]
    [InlineData("密钥是sk-abcdefghijklmnop1234567", "密钥是[key removed]")]
    [InlineData("キーはAKIAIOSFODNN7EXAMPLEです", "キーは[key removed]です")]
    [InlineData("邮箱是jane@example.com谢谢", "邮箱是[e-mail address removed]谢谢")]
    [InlineData("메일은 jane＠example．com으로", "메일은 [e-mail address removed]으로")]
    // Latin letters that touch a number.
    [InlineData("card 4111 1111 1111 1111x ok", "card [card number removed]x ok")]
    [InlineData("card 4111111111111111USD ok", "card [card number removed]USD ok")]
    [InlineData("my Visa4111111111111111 ok", "my Visa[card number removed] ok")]
    [InlineData("my Visa4111 1111 1111 1111 ok", "my Visa[card number removed] ok")]
    [InlineData("my MC5500-0000-0000-0004 ok", "my MC[card number removed] ok")]
    [InlineData("my MC5500 0000 0000 0004 ok", "my MC[card number removed] ok")]
    [InlineData("as card_4111111111111111_x", "as card_[card number removed]_x")]
    [InlineData("as a-4111111111111111-b", "as a-[card number removed]-b")]
    [InlineData("so 4111111111111111@x", "so [card number removed]@x")]
    [InlineData("(4111) 1111 1111 1111", "[card number removed]")]
    [InlineData("call +49 30 1234567x", "call [phone number removed]x")]
    [InlineData("call 030 1234567h today", "call [phone number removed]h today")]
    [InlineData("call 030/12345678", "call [phone number removed]")]
    [InlineData("call +49/30/1234567", "call [phone number removed]")]
    [InlineData("my MY_sk-abcdefghijklmnopqrst", "my MY_[key removed]")]
    [InlineData("my iban_DE89370400440532013000", "my iban_[account number removed]")]
    [InlineData("my IBANDE89370400440532013000", "my IBAN[account number removed]")]
    [InlineData("my Tel0301234567, my fax030 1234567", "my Tel[phone number removed], my fax[phone number removed]")]
    [InlineData("my Tel:0301234567x, tel.: 0301234567x", "my Tel:[phone number removed]x, tel.: [phone number removed]x")]
    [InlineData("Phone - 0301234567ab or fax=0301234567 x", "Phone - [phone number removed]ab or fax=[phone number removed] x")]
    [InlineData("my Tel+493012345678", "my Tel[phone number removed]")]
    [InlineData("my kontoDE89370400440532013000EUR", "my konto[account number removed]EUR")]
    [InlineData("my KontoDE89 3704 0044 0532 0130 00EUR", "my Konto[account number removed]EUR")]
    [InlineData("my x-AB12-DE89-3704-0044-0532-0130-00-y", "my x-AB12-[account number removed]-y")]
    [InlineData("my AD12 DE89370400440532013000и", "my AD12 [account number removed]и")]
    [InlineData("thẻ4111111111111111ạ", "thẻ[card number removed]ạ")]
    [InlineData("gửi nguyễn@example.com", "gửi [e-mail address removed]")]
    [InlineData("at 2:0301234567 and 2:+49 30 1234567", "at 2:[phone number removed] and 2:[phone number removed]")]
    [InlineData("и ключsk-abcdefghijklmnopqrstuv", "и ключ[key removed]")]
    [InlineData("и счётDE89370400440532013000да", "и счёт[account number removed]да")]
    [InlineData("счётDE89370400440532013000да", "счётDE[account number removed]да")] // the letters of the first word are out
    [InlineData("番号は０９０ー１２３４ー５６７８です, 090−1234−5678", "番号は[phone number removed]です, [phone number removed]")]
    // Marks and invisible characters, and marks of a text's form.
    [InlineData("card 41\u00ad11111111111111", "card [card number removed]")]
    [InlineData("card 4\ufe0f\u20e31111111\ufe0f\u20e311111111", "card [card number removed]")]
    [InlineData("card 4\u03361\u03361\u03361\u0336 1111 1111 1111", "card [card number removed]")]
    [InlineData("mail ju\u0308rgen@mu\u0308ller.de", "mail [e-mail address removed]")]
    [InlineData("mail jane\u200b@exam\u00adple.com", "mail [e-mail address removed]")]
    [InlineData("mail **jane**@example.com.", "mail **[e-mail address removed].")]
    [InlineData("see mailto:jane%40example.com", "see mailto:[e-mail address removed]")]
    [InlineData("my de89 3704 0044 0532 0130 00", "my [account number removed]")]
    [InlineData("my gb29 nwbk 6016 1331 9268 19", "my [account number removed]")]
    [InlineData("my DE89-3704-0044-0532-0130-00.", "my [account number removed].")]
    [InlineData("my DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "my [account number removed]")]
    public void Filter_PersonalData_IsReplaced(string text, string expected) =>
        Assert.Equal(expected, FilterText.Whole(new PersonalDataFilter(refuse: false, holdFirst: false), text));

    [Theory]
    [InlineData("In 2026 we sold 1,234,567 of 98 765 432.10 for 3.14 each.")]
    [InlineData("4111 1111 1111 1112 has a wrong check digit")]
    [InlineData("on 2026-11-25 at 10:30, 01.02.2026 10:00, from 1998-2004")]
    [InlineData("user@localhost and @handle and a@b")]
    [InlineData("sk-short, AKIA, DE89 3704, DE88 3704 2044 ABCD")]
    [InlineData("10 20 30 40 50 60 70 80")]
    [InlineData("0.0123456789 percent, 3.4155550123, 0,0301234567 and 0.4111111111111111")]
    [InlineData("the years 2001, 2005, 2010, 2014 and 2001, 2005, 2010, 2018")]
    [InlineData("41, 11, 11, 11, 11, 11, 11, 11")]
    [InlineData("1,415,555,0123 and 1/415/555/0123")]
    [InlineData("𝟙𝟚 𞥑𞥒 \ufdd1\ufdd2 \ud835 \udfd8 🐀")]
    [InlineData("0.1234 0.5678, U+1F600, C++, +, (, (a), 1732564800")]
    [InlineData("well-known e.g. self-made. 3rd 4x4 h2o")]
    [InlineData("commit 0123456789abcdef at 2026-11-30T01:48:00.123456789Z, iPhone15 2024, x86 64, v4.1111.1111")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000, order-4111111111111112, ab12 is the code, **bold**text")]
    [InlineData("在2026年11月30日，第1234567890号，第2345678901号，价格是４１１１元")]
    [InlineData("ab12 is the code for the door on the left side, AB12-CD34-EF56-GH78-IJ90, de12 at the door of my own house")]
    [InlineData("a phone of 0301234567x pixels, tel: call me, 0301234567x, phone: 12x")]
    [InlineData("commit 9066be29f8f54552b190cb943d021f07, 01757815-026a-4d1e-871f-23e2c93ec9cd, after 4052642154691ms")]
    [InlineData("serial SN102559235015 model X9816 5840")] // SN is Senegal, whose numbers have 28 characters with 1 modulo 97
    [InlineData("hotel0301234567, AB0301234567, order0301234567")]
    public void Filter_OrdinaryText_IsNotChanged(string text)
    {
        Assert.Equal(text, FilterText.Whole(new PersonalDataFilter(refuse: false, holdFirst: false), text));
        Assert.Equal(text, FilterText.Whole(new PersonalDataFilter(refuse: false, holdFirst: true), text));
    }

    [Fact]
    public void Filter_FirstWordHeld_NothingOfAnAddressIsLeft() => Assert.Equal(
        "[e-mail address removed] [key removed] [account number removed]",
        FilterText.Whole(
            new PersonalDataFilter(refuse: false, holdFirst: true), "jane.doe@example.com sk-abcdefghij0123456789 DE89370400440532013000"));

    [Fact]
    public void Filter_Refusing_NamesTheKindAndNotTheNumber()
    {
        var (_, refusal) = FilterText.InPieces(new PersonalDataFilter(refuse: true, holdFirst: false), ["4111 1111 ", "1111 1111 "]);

        Assert.Equal("guardrail-personal-data", refusal!.Code);
        Assert.Contains("payment card", refusal.Message);
        Assert.DoesNotContain("1111", refusal.Message);
    }

    [Fact]
    public void Filter_PlainWords_GoOutAtOnceOrWhenTheyEnd()
    {
        var filter = new PersonalDataFilter(refuse: false, holdFirst: false);
        (string Delta, string Given)[] steps =
        [
            ("The", "The"), (" answer", " "), (" is", "answer "), (":", "is:"), (" a", " "), (" self", "a "), ("-", ""), (",", "self-,"),
            (" 是", " 是"), ("的", "的"), (" iPhone", " "), ("的", "iPhone的"), ("!\n", "!\n"),
        ];
        foreach (var (delta, given) in steps)
        {
            var output = new CharBuffer();
            filter.Push(delta, output);
            Assert.Equal(given, output.Span.ToString());
        }
    }

    [Theory]
    [InlineData("Sure: write to jane", "Sure: write to jane")]
    [InlineData("Sure: write to jane.doe@exam", "Sure: write to ")]
    [InlineData("Sure: 4111 1111 1111", "Sure: ")]
    [InlineData("Sure: DE89 3704", "Sure: ")]
    public void Cut_BeginningOfAMatch_IsLeftOut(string text, string given)
    {
        var (filter, output) = (new PersonalDataFilter(refuse: false, holdFirst: false), new CharBuffer());
        filter.Push(text, output);
        filter.Cut(output);

        Assert.Equal(given, output.Span.ToString());
    }

    [Theory]
    [InlineData(" 12", " ")] // may become a card
    [InlineData(" jane.d", " jane.")] // may become an address
    [InlineData(" sk-a", " sk-")] // may become a key
    [InlineData(" DE8", " DE")] // may become an account
    public void Filter_WhatCanBecomeAMatch_IsHeld(string delta, string given)
    {
        var output = new CharBuffer();
        new PersonalDataFilter(refuse: false, holdFirst: false).Push(delta, output);

        Assert.Equal(given, output.Span.ToString());
    }

    [Fact]
    public void Filter_AnyCut_GivesTheSame() => Gen.Select(Texts, Gen.Int[0, 1000].Array[0, 12], Gen.Bool).Sample(
        (text, places, holdFirst) => FilterText.InPieces(new PersonalDataFilter(false, holdFirst), FilterText.Cut(text, places)).Text
            == FilterText.Whole(new PersonalDataFilter(false, holdFirst), text),
        iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);

    [Fact]
    public void Filter_WithoutMatches_LosesAndDoublesNothing() => Texts.Sample(
        text =>
        {
            var filtered = FilterText.Whole(new PersonalDataFilter(false, false), text);
            return filtered.Contains("removed]") || filtered == text;
        },
        iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);

    // What stands around the replaced parts is the text, in order.
    [Fact]
    public void Filter_WithMatches_KeepsEverythingElseInOrder() => Texts.Sample(
        text =>
        {
            var at = 0;
            foreach (var kept in FilterText.Whole(new PersonalDataFilter(false, false), text).Split(Markers, StringSplitOptions.None))
            {
                var found = text.IndexOf(kept, at, StringComparison.Ordinal);
                if (found < 0)
                {
                    return false;
                }

                at = found + kept.Length;
            }

            return true;
        },
        iter: 20_000, seed: "0N0XIzNsQ0O2", threads: 1);

    [Fact]
    public void Filter_AnyText_AllocatesNothing()
    {
        var filter = new PersonalDataFilter(refuse: false, holdFirst: false);
        var output = new CharBuffer();
        string[] deltas = [.. Pieces, " 0.5", " 4111", ".1111", ".1111", ".1111 ", "𝟜𝟙", " so\n"];

        Assert.Equal(0, TestKit.Allocations.Of(
            () =>
            {
                foreach (var delta in deltas)
                {
                    output.Clear();
                    filter.Push(delta, output);
                }
            },
            repeats: 100));
    }

    [Fact]
    public void Filter_EndlessInput_HoldsLittle()
    {
        foreach (var piece in new[] { "1", "12 ", "a1", "a@b.", "9 ", "(", "+", "DE89 ", "x-1" })
        {
            var filter = new PersonalDataFilter(refuse: false, holdFirst: true);
            var output = new CharBuffer();
            var given = 0;
            for (var turn = 0; turn < 5000; turn++)
            {
                output.Clear();
                filter.Push(piece, output);
                given += output.Count;
            }

            Assert.True(given >= 5000 * piece.Length - 600, $"'{piece}' holds {5000 * piece.Length - given} characters");
        }
    }

    private static readonly string[] Markers =
        ["[card number removed]", "[phone number removed]", "[account number removed]", "[e-mail address removed]", "[key removed]"];
}

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AccessCodeSheet</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is good until the end of {day}, and is not shown again. Capital and small letters are the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New access code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AccountSheet</name>
    <message>
        <source>Account, in small letters, such as anna.smith</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Languages at the telephone besides the usual one, such as cy pl</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May take cases of the telephone queue by hand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password (empty for who only works on an enrolled laptop)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skills that cases may ask for, with commas between</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the account’s name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>Ask again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Don’t know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First unanswered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefer not to say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read on in a running prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Showcard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the answer back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual size</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgreedTimeEntry</name>
    <message>
        <source> minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type when the next call is to be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tomorrow 17:40, tue 6.30pm, 24/11 17:40, +2h</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgreedTimes</name>
    <message>
        <source>The clocks in {place} go back on {day} and show {time} twice. Is it the first time, {first}, or the second, {second}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clocks in {place} go forward on {day} and never show {time}. It becomes {shifted}; tell the respondent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no time zone {zone}. Choose one of the list, such as Europe/London.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day} at {time} by the respondent’s clock in {place}: {here_day} at {here_time} here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day} at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{local} is no time on a clock. Write it as 2026-11-24T17:40.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AgreementSheet</name>
    <message>
        <source>Agreement by classification and digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement of coders</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No job has been coded twice yet. {share} of the jobs are to be: {key} changes it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the jobs coded twice, by somebody who did not see the first code. Kappa is what they agree beyond chance: 1 is always, 0 no more than chance. The line is its 95 % interval; a wide one asks for more jobs coded twice.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerEntry</name>
    <message>
        <source>All that apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that apply, {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer in the respondent’s own words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Codes of all that apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than one on the list has that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing on the list has that. Type fewer words, or others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to enter: Enter goes on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number on the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no question.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the answer, then Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the number of an answer, then Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the numbers of all that apply, then Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type words or a code to look for, then Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words or code to look for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>type a number to add it, or again to take it out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>words or code; ↑ ↓ Enter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AnswerPlace</name>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys on the screen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Month</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose all that apply to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose an answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please choose at most {most}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please fill in at least the year; leave out what you do not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please fill in day, month and year, in numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please fill in hours and minutes, such as 17 and 40.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please write a word to look for, and choose from the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please write your answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words to look for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>Category {category} of {question} is not offered here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instrument sets this field itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text holds the sign U+{sign}, which cannot be stored. Remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The text is {length} characters long; {question} takes at most {longest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{category} is coded alone at {question}: nothing else goes with it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{given} is no category of {question}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{given} is no code of the frame of {question}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} does not offer “{state}” in {mode}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} is not a question; it is read out or shown, and nothing else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} needs some words; for no answer use don’t know or refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a date such as 2026-11-18, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a date such as 2026-11-18, or 2026-11 or 2026 where less is known, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a number from {minimum} to {maximum}, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a row, by its number 1, 2, ..., not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a text, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a time such as 17:40, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes a whole number from {minimum} to {maximum}, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes at least one category; for no answer use don’t know or refused.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes at most {most} categories, not {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes at most {places} decimal places, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes no answer but {seen}, that it was shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes no date after {latest}, and {given} is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes no date before {earliest}, and {given} is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{question} takes one of the rows there are: {rows}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{refusal} It takes: {values}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AppointmentSheet</name>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call the appointment off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clashes with the appointment of {reference} at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clashes with the hard appointment of {reference} at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard: agreed to the minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That time is over. Type one that is to come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first time, {clock}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent is in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The second time, {clock}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When, by the respondent’s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which of the two</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AssignSheet</name>
    <message>
        <source>A case that another laptop holds is recalled first, and goes over when that laptop has given it up. “At once” does not wait; what that laptop still sends goes to quarantine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Assign %Ln case(s)</source>
        <translation>
            <numerusform>Assign %Ln case</numerusform>
            <numerusform>Assign %Ln cases</numerusform>
        </translation>
    </message>
    <message>
        <source>At once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AttemptsChart</name>
    <message>
        <source>Cases by call attempts: {counts}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>AutomaticSheet</name>
    <message numerus="yes">
        <source>%Ln job(s) coded without a person</source>
        <translation>
            <numerusform>%Ln job coded without a person</numerusform>
            <numerusform>%Ln jobs coded without a person</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) would be coded without a person</source>
        <translation>
            <numerusform>%Ln job would be coded without a person</numerusform>
            <numerusform>%Ln jobs would be coded without a person</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coding without a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coding…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first suggestion is taken where it is at least {threshold} likely to be right. Of what is coded so, {double} is coded by a person too, which measures it. Settings: {key}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The others are left to coders.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{left} still to look at…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallSheet</name>
    <message>
        <source>A call is written down within a month.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anything worth knowing for the next call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write when the call was, before now, as {time}, or with the day as {day}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sideways}  another medium      {tab}  number, time, note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallerSheet</name>
    <message>
        <source>Calls {calls}, of them today {today}; at them {hours} hours. Last call {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From and to are Wilson’s interval at 99 %. Cases are not given out by lot: areas and hours differ, so a share that stands out is a reason to look, and no verdict. A case counts with who made its last call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cases given to {name}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallersView</name>
    <message>
        <source>All: calls today {today}, calls {calls}, contact {contact}, cooperation {cooperation}. The line across a bar is that of all; ▲ and ▼ are further from it than chance brings once in a hundred.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviewers and their calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sorted by: {column}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who stands out first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallingDecisions</name>
    <message>
        <source>The outcome frame {name} {version} is of a newer version of capi. Update this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reference}: done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reference}: ordered; the laptop of {user} does it at its next sync</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallsDesk</name>
    <message>
        <source>Appointment: {case}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call: {case}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome: {case}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallsList</name>
    <message>
        <source>Call attempts, the latest first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CallsView</name>
    <message>
        <source>Calls by day and hour, by the clock in {zone}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases by number of call attempts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Results of calls by medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of the calls, as shares of their medium</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CaseFile</name>
    <message>
        <source>A page of it cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case {id} has no entry {number} in this case file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case {id} stays in this case file: its last entry is not the one that is safe at the hub. Send your work to the hub first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case {reference} ({id}) is in this case file already. No case was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be read ({why}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It has lost its contents.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not a file of keys any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its pages cannot be read, or {keys} belongs to another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its pages cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its slots are not those that were written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not as they were written: {faults} of its pages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: another program, perhaps a virus scanner or a backup, holds {name}. Wait a moment, then save again. All that was saved before is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: the disk is full ({free} MB free). Delete or move away files you do not need, then save again. All that was saved before is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: the disk reports an error ({why}). Save again; if it stays, copy the case file, with every file whose name begins like it, to another disk and go on there. All that was saved before is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: this folder does not keep answers safely ({why}); network and cloud folders are like that. Copy the case file, with every file whose name begins like it, to a folder of this computer and open it there. All that was saved before is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not saved: {path} cannot be written to. Give yourself the right to write in that folder, or copy the case file, with every file whose name begins like it, to a folder of your own and open it there. All that was saved before is safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not the passphrase of this case file. Type it again; look at Caps Lock and the keyboard language. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The disk reports an error when it is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instrument of case {id} is not in this case file. Nothing was changed. Fetch it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instrument of case {reference} ({instrument} {version}) is not in this case file. Add the instrument, then the case. No case was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The instrument {sha256} is not in this case file. Add it from its files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keys {keys} are there, but the case file {name} they belong to is not. If it held cases, put it back from a backup. If it was only being set up, and was cut off, delete the keys and begin again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last sitting at case {id} has not ended. Open the case and leave it, then do this again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library sqlcipher3 is not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The library sqlcipher3 on this machine is SQLite without encryption.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase holds half a character. Choose one you can type on any keyboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The passphrase is too short: {length} of at least {shortest} characters. Three or four words are good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a file {file} already, and nothing is written over it. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no case {id} in this case file. Look it up in the case list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file {path}. Look for it in another folder, or create a case file there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no folder {folder}. Create it, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer cannot encrypt. {why} Answers of real people are never kept in plain text, so the case file stays closed. Install capi again with all its libraries (pip install sqlcipher3); practice works without.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is wrong: {fault}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the hub sent of case {id} is not what is in this case file. Nothing was changed. Send your work to the hub, and ask the office which of the two holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a database of another program, not a case file. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a practice file and not encrypted. Open it to practise, without a passphrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is damaged. {what} Nothing was changed. Do not delete it: copy every file whose name begins with {stem} to a safe place, then open your last backup or ask your supervisor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is empty, not a case file. Choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is encrypted. Give its passphrase.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is held by another program. Close that program, then open the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a case file, or its keys are missing: there is no {keys} beside it. Choose another file, or put the file of keys back beside it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is open already: {who} has it on {host} since {since} (process {process}). Go to that window, or close it there and open the file here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is open in another window or program. Close it there, then open it here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was written by a later version of capi (format {number}; this one knows up to {known}). Nothing was changed. Install the newest capi on this machine, then open the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was written by a later version of capi. Nothing was changed. Install the newest capi on this machine, then open the case file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a folder. Choose a case file in it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CaseList</name>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation>
            <numerusform>%Ln case</numerusform>
            <numerusform>%Ln cases</numerusform>
        </translation>
    </message>
    <message>
        <source>Call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case after case to ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the columns of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No cases yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The page of the case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of a reference, name, status or outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down a call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} makes a case by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %Ln case(s)</source>
        <translation>
            <numerusform>{shown} of %Ln case</numerusform>
            <numerusform>{shown} of %Ln cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseListModel</name>
    <message>
        <source>Appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last worked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed appointment: {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with the interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In another language: {language}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last worked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has called yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has been answered yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome suggested</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question and answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else is to answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Took</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write down a call</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>No address, telephone number or note came with this case.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CaseSheet</name>
    <message numerus="yes">
        <source>%Ln question(s) marked with Space</source>
        <translation>
            <numerusform>%Ln question marked with Space</numerusform>
            <numerusform>%Ln questions marked with Space</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answering online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers, in the order of the questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers: {way}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call the appointment off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls, the latest first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark a question with Space, or write what is to be done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New access code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answers are here yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note or reason for the interviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome and appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome {code}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Return with the marked questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space marks a question that is to be looked at again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested outcome {code}. {because}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the office and the hub did</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the reason: the interviewer is told it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CaseTable</name>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CasesDesk</name>
    <message numerus="yes">
        <source>%Ln case(s) assigned</source>
        <translation type="unfinished">
            <numerusform>%Ln case assigned</numerusform>
            <numerusform>%Ln cases assigned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln recalled first</source>
        <translation type="unfinished">
            <numerusform>%Ln recalled first</numerusform>
            <numerusform>%Ln recalled first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln there already</source>
        <translation type="unfinished">
            <numerusform>%Ln there already</numerusform>
            <numerusform>%Ln there already</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasesHere</name>
    <message numerus="yes">
        <source>%Ln case(s) to send</source>
        <translation>
            <numerusform>%Ln case to send</numerusform>
            <numerusform>%Ln cases to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln save(s) of an earlier sitting are missing from this laptop: the file that held them was deleted or cut, perhaps by a cleaning program. What is here is whole. Tell your office before you go on.</source>
        <translation>
            <numerusform>%Ln save of an earlier sitting is missing from this laptop: the file that held it was deleted or cut, perhaps by a cleaning program. What is here is whole. Tell your office before you go on.</numerusform>
            <numerusform>%Ln saves of an earlier sitting are missing from this laptop: the file that held them was deleted or cut, perhaps by a cleaning program. What is here is whole. Tell your office before you go on.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message numerus="yes">
        <source>%Ln case(s)</source>
        <translation type="unfinished">
            <numerusform>%Ln case</numerusform>
            <numerusform>%Ln cases</numerusform>
        </translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Assign</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every interviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No outcome yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of a reference, name or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{shown} of %Ln case(s)</source>
        <translation type="unfinished">
            <numerusform>{shown} of %Ln case</numerusform>
            <numerusform>{shown} of %Ln cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CodeHistorySheet</name>
    <message>
        <source>A second coding: only your own codes are shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code it anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Codes of this job</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>As typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look up words or a code: {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No index of {scheme} is loaded: type = and a code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No such code in {scheme}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No suggestion: type other words, or = and a code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not answered. {key} asks again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other words, or {sign} code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub says whether there is such a code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodeSheet</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code for a laptop of {user}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the laptop: F5, then the hub’s address and this code. It works once, until {time}, and is not shown again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Coding</name>
    <message>
        <source>Again: your new codes take the place of the old ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back from what was looked up to the suggestions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be coded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Classification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coded by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is coded. New jobs come when interviews are completed and sent in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First coding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the index</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go along the suggestions, and take the one marked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Industry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Just coded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kappa (95 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kappa from 0 to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look up other words; Enter takes what is found first, ↓ goes to the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No index of occupations or industries is loaded at this hub, so nothing can be coded yet. On the hub’s machine this loads a published one:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not enough was said for any code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing fits: what was said cannot be coded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing for you now: what is left lies before other coders, or was coded by you and waits for somebody else. Look again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Occupation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Same code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second coding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Second coding: code it as if nobody had</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip this job; it comes back to somebody after a quarter of an hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the code back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the suggestion with this number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub is looking at {count} interviews that have come in. Look again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The job just coded: its codes, and to code it anew</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no job to code yet. They come when interviews are completed and sent in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Through SOC2020</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To settle: two have coded it differently</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the other classification, and to what keeps the codes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a code; of a coarser group where no more was said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Typed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When each has its code: keep them, and bring the next job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>index, person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>two people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{codes}. Somebody else looks at it too before it counts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} (replaced)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} by you since you signed in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of them without a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} to code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} to code again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} to settle</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodingDesk</name>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have not coded a job since you signed in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{enter} brings a job to code yourself. {automatic} codes without a person what is sure; {agreement} shows how well coders agree.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodingHelp</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coded by: {labels}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys for coding</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodingPage</name>
    <message>
        <source>Keep {codes}, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep, next</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodingProgress</name>
    <message>
        <source>{coded} of {whole} coded ({share})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CodingSettingsSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How likely a suggestion must be right to be taken without a person, in %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings of the coding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the jobs coded a second time by somebody else, in %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They count for what is coded from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a share from 0 to 100.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ColumnsSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the case list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show these</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The usual ones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{column} is always shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} shows a column or hides it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Completion</name>
    <message>
        <source>Questions answered with don’t know or refused: {number} of {asked}, more than {most} %.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions without an answer: {number}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConfirmSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConsentSheet</name>
    <message>
        <source>Ask whether you may go on with it. What was answered online counts, and is not shown to you; each answer keeps the way it was given. From then on the access code opens the questionnaire no more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with what was begun online?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent agrees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reference}: the respondent has begun to answer online ({time}).</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Contact</name>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No address, telephone number or note came with this case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions are marked in the interview.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned by {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{theirs} there ({zone}), {ours} here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}, to the minute</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ContactSheet</name>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No address, telephone number or note came with this case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CoverView</name>
    <message>
        <source>{onward} goes on. To have it changed, ask the question again: {key}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{onward} goes on. To have it changed, hand the laptop over again: {key}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DaysChart</name>
    <message>
        <source>Completed by day: {days}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Invented people. Nothing here is a real interview, and nothing leaves this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PRACTICE</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DeviceSheet</name>
    <message numerus="yes">
        <source>%Ln case(s) were on it</source>
        <translation>
            <numerusform>%Ln case was on it</numerusform>
            <numerusform>%Ln cases were on it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them are there now.</source>
        <translation>
            <numerusform>%Ln of them is there now.</numerusform>
            <numerusform>%Ln of them are there now.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cases that were on it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason (stands in the log)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced: it may still send, into quarantine. Revoked: it is refused at once. Lost: it is refused, and its keys are destroyed when it calls.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Diary</name>
    <message>
        <source>An appointment was missed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By: {medium}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clashes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clashes with {references}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard appointment with {reference} at {time} by the respondent’s clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard appointment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed: the appointment with {reference} on {day} at {time} by the respondent’s clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Respondent’s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft appointment with {reference} at {time} by the respondent’s clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft appointment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clocks there are set otherwise now: agree the time again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next appointment is with {reference}, {day} at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent’s clock in {place} shows {time} then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Week before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have an appointment at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}, {begin} to {end}: {case}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}: nothing is agreed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} is to keep it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiaryBar</name>
    <message>
        <source>Diary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are more in the diary.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiaryPage</name>
    <message>
        <source>Diary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diary: {days}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is agreed in this week, and nothing is to come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is agreed in this week. The next appointment is with {reference}, {day} at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is agreed this week</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EditSheet</name>
    <message>
        <source>A reason is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept with reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Or, if the answers are right, say why:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions involved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason for accepting the answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These answers do not fit together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{enter} goes to the question marked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{enter} goes to the question marked. {tab} to the reason, {enter} accepts the answers.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EndView</name>
    <message numerus="yes">
        <source>%Ln more.</source>
        <translation>
            <numerusform>%Ln more.</numerusform>
            <numerusform>%Ln more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) answered.</source>
        <translation>
            <numerusform>%Ln question answered.</numerusform>
            <numerusform>%Ln questions answered.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln remark(s) made.</source>
        <translation>
            <numerusform>%Ln remark made.</numerusform>
            <numerusform>%Ln remarks made.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) do not fit yet: {key} shows where.</source>
        <translation>
            <numerusform>%Ln thing does not fit yet: {key} shows where.</numerusform>
            <numerusform>%Ln things do not fit yet: {key} shows where.</numerusform>
        </translation>
    </message>
    <message>
        <source>All is saved on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All is saved. Please hand the laptop back to the interviewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End of the questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finish the interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not complete yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what does not fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thank you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This interview is complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} goes back to change an answer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EnrolSheet</name>
    <message>
        <source>Address of the hub, such as {example}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the certificates of the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect this laptop with the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its certificates, a file (.pem), if your office gave you one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office gives you the address and a code that works once. After this your cases come from the office, and every answer goes there when there is a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read. Choose the file your office gave you.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldworkPage</name>
    <message>
        <source>Appointments missed: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointments to come: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the telephone queue: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviewers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes and rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With telephone interviewers: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without an area</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{ended} of %Ln case(s) have an outcome ({percent})</source>
        <translation>
            <numerusform>{ended} of %Ln case has an outcome ({percent})</numerusform>
            <numerusform>{ended} of %Ln cases have an outcome ({percent})</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileLine</name>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FrameList</name>
    <message>
        <source>Found in the list</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GoToSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to a question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of its name, answer, row or variable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GoingOnDesk</name>
    <message>
        <source>Your office cannot be reached now. Try again when there is a line; nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office is asked for the case. It opens as soon as it is here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office says: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Handover</name>
    <message>
        <source>This answer does not fit with what was said before. Please look at it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your answer could not be saved. Please hand the laptop back to the interviewer.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HandoverSheet</name>
    <message>
        <source>Another PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand the laptop over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN, {shortest} to {longest} digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up to {count} questions of “{section}” for the respondent to answer alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You will not see the answers. The laptop comes back to you with your PIN, or with your passphrase.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HandoverWindow</name>
    <message>
        <source>Back to the interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on answering</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hand back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How does it go on?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far you are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody has answered for a while, or something else came to the front. Please call the interviewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please hand the laptop back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please hand the laptop back to the interviewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions for you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thank you</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent goes on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These questions are for you alone. The interviewer does not see what you answer.

Touch an answer, or use the arrow keys and Space; then Continue. You can stop at any time with Hand back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop is locked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you have answered is kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeaderBar</name>
    <message numerus="yes">
        <source>%Ln answered</source>
        <translation>
            <numerusform>%Ln answered</numerusform>
            <numerusform>%Ln answered</numerusform>
        </translation>
    </message>
    <message>
        <source>NOT SAVED</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NOT saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not entered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not entered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of about {about}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HindranceSheet</name>
    <message numerus="yes">
        <source>%Ln more.</source>
        <translation>
            <numerusform>%Ln more.</numerusform>
            <numerusform>%Ln more.</numerusform>
        </translation>
    </message>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before this interview is completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete all the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions concerned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This interview is not complete yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of a question to find it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Hub</name>
    <message>
        <source>At the hub, kept apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differs from the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this laptop only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused by the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe at the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent, not compared yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The next sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wanted back by the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the office says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whose turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{entries} to send</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InterviewPage</name>
    <message>
        <source>NOT SAVED. {fault} What you entered is still here: do it again when that is mended.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InterviewScreen</name>
    <message>
        <source>No question about that row has been reached yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InvitationDecisions</name>
    <message>
        <source>{reference}: the access code is taken back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JobCard</name>
    <message>
        <source>(no title was given)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mainly did in the job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the firm makes or does</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Journal</name>
    <message>
        <source>{what} holds a NUL character, which no database keeps. Delete the text and type it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds half a character (a lone surrogate) at place {place}. Delete it and type it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is a list of no categories; clear the answer instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is a number of more than 15 digits. Correct it, or write it as a text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is a number of more than {digits} digits. Correct it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is {given}, which is no answer; give the value of a category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is {given}, which is no number; correct it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Ctrl +</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl −</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+H</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Del</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PgDn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shift+F9</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LanguageSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Languages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Medium</name>
    <message>
        <source>E-mail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Visit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Web</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Missing</name>
    <message>
        <source>Don’t know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not applicable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefer not to say</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Mode</name>
    <message>
        <source>Face to face</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Self-completion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewCaseSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name or address (may be empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference, such as {example}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the reference: it is how the office knows the case.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NewCodeSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New access code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New access code for {reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The code that the respondent has now opens nothing any more, in letters either. Whoever is answering just now has to type the new one; all answers stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With it the respondent answers online, alone. It is shown once: read it out, or write it down.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Office</name>
    <message>
        <source>%, weighted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A workbook to look at; no text in it acts as a formula.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Above all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access code good until the end of {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access code ran out at the end of {day}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access code taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accounts and laptops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another case has this reference already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applied</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begun online {begun}, last there {seen}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Being made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Below {threshold} hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be read as entries of a case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact: somebody was reached in {count} of {of} calls, {share}; it may be anything from {low} to {high}. All interviewers: {all_count} of {all_of}, {all_share}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contacts in 100 calls</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cooperation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cooperation: {count} of {of} cases completed or refused were completed, {share}; it may be anything from {low} to {high}. All interviewers: {all_count} of {all_of}, {all_share}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End-user licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Excel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fieldwork</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follows on something that waits here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For researchers under a special licence. Disclosive categories and numbers too; without texts and names, and with numbers in place of references.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For researchers. Without texts, names, dates of birth, pension flags, paradata, anything marked disclosive, and with numbers in place of references.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For the office itself and secure settings: everything that was answered, texts and references included. Keep it where the answers may be kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {reference}: to be typed at {address}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For {reference}: to be typed on the page where respondents answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In no letter yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the journal now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In this part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laptops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Letters: {count}, the last {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like all, as far as so few can say.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost: to be erased</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made with an instrument that this hub does not have</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name and address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Never in an export: {what}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No outcome yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not assigned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the table: {told}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers of cases: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of a case that this hub does not know</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online since {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paradata: {words}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parquet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>People, weighted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain text that every program reads; labels in the codebook.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recalled, waiting for the laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Role</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rounded to {base}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rules</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SPSS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent by a laptop that was replaced, or holds another laptop’s work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent by somebody who had given the case up, or had it taken away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small and fast, for R, Python and databases.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Special licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables and exports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone interviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answers, one row for each case or person, with codebook and manifest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub sent less than it said, so nothing was saved. Save it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tables of the standards, with charts: to read, as a workbook, and for programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a file {path} already, and it stays as it is. Save under another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two courses of one case, as after a copy of the laptop’s disk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where they stand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it is here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With labels and extended missing values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With labels and missing values declared.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min ahead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min behind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} was not saved: {why}. Choose another place, or make room there, and save again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{persons} people.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} ▲ above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share} ▼ below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{table}: the cases have no {columns}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfficeAppointmentSheet</name>
    <message>
        <source>Any of the numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment for {reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose which</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard: agreed to the minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It stands for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Made by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock shows that time twice. Choose which of the two it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first time, {clock}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent is in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The second time, {clock}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When, by the respondent’s clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which of the two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever is free</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfficeOutcomeSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome of {reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason ({key} to write one)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set the outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Suggested: {code}. {because}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the outcome back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type digits of the code, or part of its words</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfficePage</name>
    <message>
        <source>As of {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OfficeSignInSheet</name>
    <message>
        <source>Account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address of the hub, such as {example}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the certificates of the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its certificates, a file (.pem), where the hub has its own authority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office: sign in at the hub</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Outcome</name>
    <message>
        <source>Calls: {number}. The last one: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls: {number}. The most telling one, on {began}: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No call has been made yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One call: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome {code} is confirmed by the office alone. Choose another, and tell the office in a note.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome {code} needs a reason. Write it in a few words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview is complete: the respondent finished it alone, in self-completion.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview was begun and is not finished. Questions answered: {answered}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview was refused after it had begun. Questions answered until then: {answered}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview was stopped for good. Questions answered until then: {answered}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent was not able to go on. Questions answered until then: {answered}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no outcome code {code}. Choose one of the list.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutcomeSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find an outcome</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No outcome has these words. Type others, or none, and choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason ({key} to write one)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the outcome back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type digits of the code, or part of its words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} (suggested)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutcomesView</name>
    <message>
        <source>Outcome rates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes: Enter shows the cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rates: Enter shows the formula and its counts</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{code} {label}: %Ln case(s), {share}</source>
        <translation>
            <numerusform>{code} {label}: %Ln case, {share}</numerusform>
            <numerusform>{code} {label}: %Ln cases, {share}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutputForm</name>
    <message>
        <source>A column, such as Weight; empty for none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All instruments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completed only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide those of fewer people than</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Instrument</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is hidden or rounded: such tables are not to be published.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is hidden; numbers still add up, and none is exact.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Profile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round all numbers to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small numbers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With them others are hidden from which they could be worked out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{completed} of %Ln case(s)</source>
        <translation>
            <numerusform>{completed} of %Ln case</numerusform>
            <numerusform>{completed} of %Ln cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutputsDesk</name>
    <message>
        <source>Ready to be saved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as ZIP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ZIP files (*.zip)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>OutputsPage</name>
    <message numerus="yes">
        <source>%Ln case(s) read; counting and writing …</source>
        <translation>
            <numerusform>%Ln case read; counting and writing …</numerusform>
            <numerusform>%Ln cases read; counting and writing …</numerusform>
        </translation>
    </message>
    <message>
        <source>Beginning …</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was made today. What is made is kept at the hub for a day, for you alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as ZIP…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables and exports of today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no cases at the hub yet, so there is nothing to make.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{completed} of %Ln case(s) complete</source>
        <translation>
            <numerusform>{completed} of %Ln case complete</numerusform>
            <numerusform>{completed} of %Ln cases complete</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %Ln case(s) read</source>
        <translation>
            <numerusform>{done} of %Ln case read</numerusform>
            <numerusform>{done} of %Ln cases read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PatternsChart</name>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Days of the week by hours: {measure}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}, {from_hour} to {to_hour} h: calls {calls}, of them contacts {contacts} ({percent} %), interviews {interviews}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day}, {from_hour} to {to_hour} h: nobody called.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>· nobody called</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>· nobody called, ( ) fewer than {few} calls</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code for a laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laptops</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New account</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it holds, lost or replaced</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PickSheet</name>
    <message>
        <source>Asking your office…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases to ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look in the office’s queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference, name, or a reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ring this one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the queue would call next stands first. A case that nobody is to ring cannot be picked.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pin</name>
    <message>
        <source>A PIN has {shortest} to {longest} digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That PIN would be guessed at once. Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two PINs are not the same. Type them again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Digits typed: {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interviewer: your PIN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PIN instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase instead</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That is not right. It can be tried again in {seconds} s.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProgressPage</name>
    <message numerus="yes">
        <source>%Ln part(s) wait for your decision</source>
        <translation>
            <numerusform>%Ln part waits for your decision</numerusform>
            <numerusform>%Ln parts wait for your decision</numerusform>
        </translation>
    </message>
    <message>
        <source>Completed by day, the last four weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online: {invited} invited, {online} begun, {through} through</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress by area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress by interviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>{completed} of %Ln case(s) complete ({percent})</source>
        <translation>
            <numerusform>{completed} of %Ln case complete ({percent})</numerusform>
            <numerusform>{completed} of %Ln cases complete ({percent})</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptView</name>
    <message>
        <source>Choose all that apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code all that apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not read out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples for each response: F1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For you to answer from what you see. Do not ask.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Individual prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not printed here: {keys}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only if the respondent says so. Do not read out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prompt as necessary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running prompt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SHOW CARD {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space reads on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{beginning} … more: F1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuarantinePage</name>
    <message numerus="yes">
        <source>%Ln part(s) wait for your decision</source>
        <translation>
            <numerusform>%Ln part waits for your decision</numerusform>
            <numerusform>%Ln parts wait for your decision</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln part(s), decided ones included</source>
        <translation>
            <numerusform>%Ln part, decided ones included</numerusform>
            <numerusform>%Ln parts, decided ones included</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits for your decision.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only what waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarantine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show decided ones too</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuarantineSheet</name>
    <message>
        <source>Apply</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Entries {first} to {last}, from {user} on {device}, received {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It cannot be read as entries, so it cannot be applied. It is kept whole.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not follow on the journal. Applied, it takes the place of what stands there after the entry they share; that is kept too, and can be applied again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It follows on the journal: applied, it goes on where the journal ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer would be another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why (stands in the log)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuestionPage</name>
    <message>
        <source>Back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change: {question}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Continue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>My answer is right</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>nothing found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>Calls today: {number}, and no more are made; due again at {until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls without contact: {number}, and no more are made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calls without contact: {number}; the rest are kept for other times of the week, from {until} on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due again at {until} after the call at {time}: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due again since {since} after the call at {time}: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fresh case of priority {priority}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard appointment at {time}, which is {who}’s to keep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard appointment at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hard appointment at {time}; nobody calls before {until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No calling hours follow in which it could be called.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nobody is to call here: the office has marked the case so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now that {who} may call. Cases for other languages, skills or people: {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now, and no case is left to call.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Calling hours begin again at {at}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Calling hours begin again today at {at}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Calling hours begin again tomorrow at {at}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Cases with others, or kept for them: {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: a hard appointment of {reference}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: a soft appointment of {reference}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: an appointment of {reference}, unless {who} keeps it until then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: {reference} is due again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: {reference}, called often enough today.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: {reference}, if what was agreed has not come about by then.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing now. Next at {at}: {reference}, not tried yet at that time of the week.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open with you since {since}, and to be gone on with first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open with you, and to be gone on with first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open with {who} since {since}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open with {who}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside calling hours, and no hard appointment is due: do not ring.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside calling hours; they begin at {until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picked by hand, out of its turn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reserved for {who}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since the call at {time} nobody is to call again unless the office returns the case: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft appointment at {time}, which is {who}’s to keep.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft appointment at {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft appointment at {time}; nobody calls before {until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else is to answer for the respondent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else than a call is agreed for {time}; nobody calls before {until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The appointment at {time} is for {who} to keep until {until}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The appointment at {time} is over and was not kept; due like any other.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The call at {time} was the last one unless the office returns the case: {result}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hard appointment at {time} was missed; it is for everybody to keep at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview is complete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview is to be in another language than {who} works in: {language}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview is to be in this language: {language}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview was begun and is not finished, and no call is written down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview was stopped for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office has recalled the case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The office has returned the case, and nobody has called since {since}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outcome {code} is confirmed, and ends the calling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outcome {code} is none of this frame; the office has to look at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue is being put in order after a change. Ask again in a minute.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The respondent is answering online.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The soft appointment at {time} was missed; it is for everybody to keep at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no time zone {zone}; the clock in {place} is taken instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times are by the respondent’s clock in {place}, which shows {now}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever calls needs skills that {who} has not: {skills}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have {reference} in hand on another computer. Finish it there, or give it back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You have {reference} in hand. It comes with the next sync, if it is not there yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{who} may not pick cases by hand.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RateSheet</name>
    <message>
        <source>By the Standard Definitions of AAPOR (10th edition, 2023); the letters are those of the outcome frame {frame}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The formula, and with the counts put in</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rates</name>
    <message>
        <source>Cases that were reached among all that are eligible or may be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases that were reached among those estimated to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases that were reached among those known to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete and partial interviews among all cases that are eligible or may be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete and partial interviews among the cases estimated to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete and partial interviews among the cases known to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete and partial interviews among the eligible cases that were reached and able to take part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete and partial interviews among the eligible cases that were reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete interviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete interviews among all cases that are eligible or may be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete interviews among the cases estimated to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete interviews among the cases known to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete interviews among the eligible cases that were reached and able to take part.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Complete interviews among the eligible cases that were reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eligible, not interviewed for another reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not eligible</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known whether eligible, for another reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known whether there is a household; and no outcome yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partial interviews</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals among all cases that are eligible or may be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals among the cases estimated to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refusals among the cases known to be eligible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cases that count as {letters} cannot be fewer than none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outcome code {code} is not in the frame {name} {version}. Add it there, or give these cases another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {name}: no case counts in its denominator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {name}: no case is known to be eligible or not, so that e cannot be estimated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{e} is no share of the cases of unknown eligibility. Give one from 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is {percent} %: {cases} of {of} cases.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RemarkSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remark at {question}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} begins a new line. An empty remark takes the old one away.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReturnedSheet</name>
    <message>
        <source>Go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on where it was left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its answers are as they were. Put right what is asked for, then complete the interview again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions to look at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned by {who}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of a question to find it</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RingingDesk</name>
    <message>
        <source>Pick a case to ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office cannot be reached now; these are the cases on this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RoutePanel</name>
    <message>
        <source>Questions asked so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This interview</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Row {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>number {number}, {answer}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowsSheet</name>
    <message>
        <source>Bring back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is lost when a row is taken out: it keeps its answers, and can be brought back here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type part of a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{row}   (taken out)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sealed</name>
    <message>
        <source>These answers do not fit together. What the respondent answered alone is not shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>answered by the respondent alone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SheetDesk</name>
    <message>
        <source>Agree a time to go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave without it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Record “{state}”?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take {name} out?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is typed is not an answer, and is not kept: {fault}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was asked about {name} is out of sight from then on and counts for nothing. Nothing is lost: the answers are kept, and come back with the row ({key}, then {enter} on it).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>“{state}” is not among the printed answers to this question. It will be stored as item non-response.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ShowcardWindow</name>
    <message>
        <source>Card {label}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Showcard</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Cases on this laptop: {file}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a passphrase of at least {shortest} characters; a few words that you remember are best. It encrypts every answer on this laptop. Nobody can open the cases without it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open my cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Passphrase again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practise with invented people</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up and open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Set up this laptop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That name stands for respondents who answer alone. Write your own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two passphrases are not the same. Type them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write your name or interviewer number: it stands beside everything you record.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your name or interviewer number</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: other reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped: unable</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StopSheet</name>
    <message>
        <source>Agree a time to go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything answered so far is saved, whichever you choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on in another language, noted below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How to stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note ({key} to write one)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause, and come back to it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else is to answer instead, noted below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop for good: another reason, noted below</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop for good: the respondent is unable to go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop for good: the respondent refuses to go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the interview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write into the note which language it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write into the note who is to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Write the reason into the note.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Sync</name>
    <message>
        <source>A sync is under way already. Wait until it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted by your office, and removed here ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answered online by the respondents themselves ({count}): {cases}. Do not interview them now. When they are through, the cases leave this laptop.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointments called off by your office ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointments made by your office ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking for the next case to ring</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At {host} there is another hub than the one this laptop is enrolled with. Nothing was sent. Tell your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the hub’s count, cases of this laptop that are not in this case file: {count}. Tell your office: perhaps they were in an older copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing with the hub, case by case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back to your office, and no longer in your list ({count}): {cases}. Reason: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given back, and kept on this laptop out of sight until the hub&apos;s next backup: {count}. You need not do anything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Giving back what the office wants back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New or renewed on this laptop ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer yours, and with another laptop perhaps ({count}): {cases}. All that you sent of them is at the hub. Call your office before you go on with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcome frame of your fieldwork from now on: {frame}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outcomes set or taken back by your office ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questionnaires for new cases ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receiving what the office wants: {done}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Returned by your office, to be worked on again ({count}): {cases}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Safe at the hub, but kept apart from the case until your office decides ({count}): {cases}. You need not do anything; do not interview these people again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending entries: {done} of {of}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent to the hub: 1 entry of 1 case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent to the hub: {entries} entries of 1 case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent to the hub: {entries} entries of {cases} cases.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has these now, and they are no longer in your list ({count}): {cases}. All that you did is at the hub. Reason: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Somebody else has {case} now ({reason}). Do not go on with it: leave it, then sync again. What you have done is sent to your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else than the hub answers at {host}, perhaps the sign-in page of this network. Nothing was sent. Open a browser and sign in to the network, or use another one; then try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of a hub begins with https://. {address} would be reached without encryption, and nothing was sent there. Write it as your office gave it to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cases of this laptop belong to the hub {name}, so it was not enrolled with another one. Send them and have them recalled there first, or use another case file. The code was not used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The certificates given for the hub cannot be read. They are a text that begins with -----BEGIN CERTIFICATE-----. Ask your office for the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock of this laptop is {minutes} minutes fast. Set it right before your next appointment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock of this laptop is {minutes} minutes slow. Set it right before your next appointment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection to {host} was cut while this laptop was enrolled. Try the same code once more; if the hub does not take it, ask your office for another one. All cases stay safe here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub asks who this is: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub does not let this laptop in: {detail} All cases stay safe here. Ask your office, which may give you a new enrolment code for this laptop; then enrol it again and sync.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub does not take anything from this laptop any more. All cases stay safe here: do not delete them. Call your office. ({detail})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub does not take this code: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub gives this laptop no more cases: {detail} What is on it is still sent. Call your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub has these cases otherwise than this laptop ({count}): {cases}. What is here is kept. Call your office before you go on with them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub refuses this: {detail}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub was restored from a backup while it was asked. Sync again to send what it may have lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub was restored from a backup. What it had lost of your cases was sent to it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {host} cannot be reached, so this laptop is not enrolled yet. Enrol again when there is a connection; the code is still good. If it stays, look at the address again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {host} cannot be reached. Everything stays safe on this laptop; sync again when there is a connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {host} is busy now, so this laptop is not enrolled yet. Enrol again in a few minutes, with the same code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {host} is busy now. Everything stays safe on this laptop and is sent at the next sync.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub {host} speaks another version than this capi. Everything stays safe on this laptop; ask your office for the newer version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The hub’s answer does not prove what was asked ({what}), so nothing was marked as sent. Everything stays safe on this laptop. Sync again; if it stays, tell your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The outcome frame {name} {version} cannot be used by this version of capi. Ask your office for the newer version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The questionnaire {name} {version} cannot be used by this version of capi. Ask your office for the newer version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sync was cut off; {safe} of {all} cases are safe at the hub, as it confirmed {time}. To be sent at the next sync: {later}. For you to do: {yours}. For your office: {office}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no enrolment code. Type the one your office gave you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop is not enrolled with a hub. Ask your office for an enrolment code. Everything stays safe here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop was replaced by another one. All that was done on it is at the hub. Do not interview on it any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop was replaced by another one. Do not interview on it any more. Of its cases {safe} of {all} are safe at the hub. To be sent at the next sync: {later}. For you to do: {yours}. For your office: {office}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop was reported lost, and its office has ordered it to be erased. The keys of {name} are destroyed: nobody can read it any more. Take the laptop to your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What answers at {host} contradicts itself, so this laptop was not enrolled. Tell your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came from {host} is not signed by your hub, so nothing was marked as sent. Everything stays safe on this laptop. Use another network; if it stays, tell your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office wants {case} back ({reason}). It goes when all of it has been sent; sync again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office wants {case} back ({reason}). Open it and leave it, then sync again: it goes when nobody sits at it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{address} is not the address of a hub. Write it as your office gave it to you: https://hub.example.org</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{case}: the hub refuses this: {detail} It is kept on this laptop. Tell your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{case}: there is word from your office for this case. Leave the case and sync again to receive it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{case}: your office has given you this case again, with other answers. It comes here once a backup of the hub holds what you gave back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{case}: your office has given you this case anew, as it stands there. What is here is kept and goes to the hub first. Leave the case and sync again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{case}: your office has given you this case, but this version of capi cannot read it. Ask your office for the newer version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} cannot show that it is your hub: its certificate is not one this laptop trusts. Nothing was sent, and the code is still good. If your office gave you a file authority.pem, enrol again with this file; if not, ask your office for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{host} cannot show that it is your hub: its certificate is not one this laptop trusts. Nothing was sent. Use another network; if it stays, tell your office.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a practice file: invented people are never sent to a hub. Open your own case file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was enrolled on another laptop. Ask your office for a code, and enrol this one. Everything stays safe here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{refusal} This laptop works for {user} at {name} already, and nothing was changed: sync as usual. It needs a new code only where the hub does not let it in any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{safe} of {all} cases safe at the hub, {time}. Nothing waits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{safe} of {all} cases safe at the hub, {time}. To be sent at the next sync: {later}. For you to do: {yours}. For your office: {office}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{safe} of {all} cases safe at the hub: it has not confirmed any yet. To be sent at the next sync: {later}. For you to do: {yours}. For your office: {office}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Back to the cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cases and the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect this laptop with your office: press {key}. The office gives you an address and a code.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect with a hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No sync yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open your own case file to sync.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sync with the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is practice: nothing of it is ever sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop is not connected with a hub: its cases are here and nowhere else.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{hub}, as {user}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TakeBackSheet</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It opens nothing any more, and no reminder is sent. Whoever is answering just now is out; all answers stay. A new one can be given later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the access code of {reference}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take back the code</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TelephonePage</name>
    <message>
        <source>Another case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Anything worth knowing for the next call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Appointment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dial</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep what came of the call first; a call that was made is never thrown away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No program on this machine dials. Dial by hand; the clock is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No telephone number came with this case. Write down what you found out, or go to its page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to ring is on this laptop, and your office cannot be reached. It is asked again by itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to ring now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What came of the call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office has given you a case that could not come here. Press Esc, sync, and read what is said there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office is asked for the next case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office says: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TouchKeys</name>
    <message>
        <source>Capital</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rub out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>space</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Typed</name>
    <message>
        <source>({lowest} to {highest})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>24-hour clock, such as 1740</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A whole number, please: nothing after the point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {most} can be coded. To take one out, type its number once more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most {places} figures after the point.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {day}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a number from {lowest} to {highest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a time by the 24-hour clock, such as 1740 or 9:05.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a whole number from {lowest} to {highest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type day, month and year, such as 18112026, 18/11/2026 or 18 Nov 2026.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type day, month and year, such as 18112026; ? for what is not known, such as ? 5 2024.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type the numbers of all that apply, then Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most {most}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>such as 18112026 or 18 Nov 2026</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>such as 18112026; ? if not known: ? 5 2024</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{category}: coded alone, {codes} taken out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{category}: taken out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{category}: {code} taken out, as {code} is coded alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{code} is not on the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{date} is too early: not before {earliest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{date} is too late: not after {latest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{month} {year}, day not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}, that is {twelve} am</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}, that is {twelve} pm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{typed} is not on the list. Type one of {numbers}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{weekday} {day} {month} {year}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{year}, month and day not known</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TypedTimes</name>
    <message>
        <source>The time of day is missing. Type it after the day, as in tomorrow 17:40.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no {day} in the calendar. Type the day before the month, as in 24/11.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is more than a year ahead. Correct the day.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no time. Type it as 17:40, tomorrow 10:00, tue 18:30, 24/11 17:40 or +2h.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{day} is over. Type a day to come.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} is no time of day. Type one from 00:00 to 23:59.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} is over today. Type tomorrow {time} if that is meant.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} is over today. Type {later} or tomorrow {time}, whichever is meant.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Way</name>
    <message>
        <source>{mode}, by the respondent alone</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workplace</name>
    <message>
        <source>All safe at the hub</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect this laptop with your office: press {key}. Your cases come from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the sync</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected with the office</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a stopped interview?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Practice: nothing is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The interview with {reference} was stopped for good ({status}). What was answered is kept. An answer given now takes the interview up again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a case {reference} with this instrument already. Open that one, or write another reference.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This laptop was replaced by another one. What is on it can still be sent ({key}), but no interview is begun or gone on with here. Call your office if you did not expect this.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your office wants {reference} back ({reason}). It goes with the next sync ({key}), and is not interviewed any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{key} fetches those your office has given you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reference} is not opened on a laptop that was replaced.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
